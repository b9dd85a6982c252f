import {readFilter} from '../operations/read-filter.ts';
import type {FilterMatch} from '../payload/filter/evaluate.ts';
import type {Invocation} from './command.ts';
import {readSettings} from './config.ts';

/**
The value of `--filter`, made ready. `@name` stands for what the console saved under it for the queue or stream that is the command's first word.

@throws UsageError with the column and what to write instead.
*/
export async function readFilterFlag(
	text: string,
	kind: 'queue' | 'stream',
	{environment, input}: Pick<Invocation, 'environment' | 'input'>,
): Promise<FilterMatch> {
	const {filters = {}} = text.includes('@') ? await readSettings(environment) : {};
	const name = (input[0] ?? '').split(/[/:]/).at(-1) ?? '';
	return readFilter(text, {saved: new Map(Object.entries(filters[`${kind} ${name}`] ?? {}))});
}
