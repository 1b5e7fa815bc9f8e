// What README.md and the pages under docs/ show, done as they say.
import { describePage, pagesWithExamples } from '../../support/process/page-in-shell.js';
import { rowsInTurn } from '../share.js';

for (const page of rowsInTurn(pagesWithExamples(), 2)) {
  describePage(page);
}
