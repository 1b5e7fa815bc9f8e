// What the pages under docs/ show, done as they say. README.md: test/e2e.
import { describePage, pagesWithExamples } from '../../support/process/page-in-shell.js';

for (const page of pagesWithExamples()) {
  if (page !== 'README.md') {
    describePage(page);
  }
}
