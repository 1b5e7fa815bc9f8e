// Every exit code of every command; of a share, one in three.
import { it } from 'vitest';
import { EXIT_ROWS, expectExit } from '../../workflow/contract/exit-rows.js';
import { rowsInTurn } from '../share.js';

it.each(rowsInTurn(EXIT_ROWS, 3))('$command $argv: $exit', (row) => expectExit(row));
