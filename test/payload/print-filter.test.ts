import {beforeAll, expect, test} from 'vitest';
import {loadFilterEngines} from '../../source/payload/filter/engines.ts';
import {isFilterError} from '../../source/payload/filter/grammar.ts';
import {parseFilter} from '../../source/payload/filter/parse.ts';
import {printFilter} from '../../source/payload/filter/print.ts';

beforeAll(loadFilterEngines);

test.each([
	'refund',
	'"two words"',
	'/A-10[0-9]+/',
	'.detail.total > 80',
	'.total = null',
	'{length(items) > `3`}',
	'key:truck_*',
	'recv:>3 | !(size:>64K age:>1h)',
])('%s is printed so that it is understood the same again', text => {
	const filter = parseFilter(text);
	if (isFilterError(filter)) throw new Error(filter.message);

	const again = parseFilter(printFilter(filter.root));

	expect(isFilterError(again) ? again.message : again.root).toEqual(filter.root);
});
