import {loadFilterEngines} from '../payload/filter/engines.ts';
import {compileFilter, type FilterMatch} from '../payload/filter/evaluate.ts';
import {isFilterError} from '../payload/filter/grammar.ts';
import {parseFilter} from '../payload/filter/parse.ts';
import {safeText} from '../payload/safe-text.ts';
import {UsageError} from '../shared/errors.ts';

/**
A filter as it is given on a command line, made ready.

@param options.saved What `@name` stands for.
@throws UsageError with the column and what to write instead.
*/
export async function readFilter(text: string, options: {saved?: ReadonlyMap<string, string>} = {}): Promise<FilterMatch> {
	await loadFilterEngines();
	const filter = parseFilter(text, options);
	if (!isFilterError(filter)) return compileFilter(filter);
	throw new UsageError(`The filter is wrong at column ${filter.column}: ${safeText(filter.message)}`, {
		nextSteps: [`  ${safeText(text)}`, `  ${' '.repeat(Math.max(0, filter.column - 1))}^`],
	});
}
