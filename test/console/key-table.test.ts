import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {keyTable, withKeyTable} from '../../scripts/key-table.ts';

test("the README's key table is the one of the action list", () => {
	const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

	expect(withKeyTable(readme)).toBe(readme);
});

test('the table names each key with what it does and where', () => {
	expect(keyTable()).toContain('| `p` | Peek at its messages ◦ | Queues, one queue, a tab of a queue, Now |');
	expect(keyTable()).toContain('| `R` | Redrive its messages back ●● | Queues, one queue, a tab of a queue, Now |');
});
