// What README.md and the pages under docs/ show, done as they say.
import { describePage, pagesWithExamples } from '../../support/process/page-in-shell.js';

for (const page of pagesWithExamples()) {
  describePage(page);
}
