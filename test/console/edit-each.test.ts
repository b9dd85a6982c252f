import {describe, expect, test} from 'vitest';
import {startTestConsole, type TestConsole} from '../helpers/console.ts';
import {aDeadLetterPair, countsOf} from '../helpers/resources.ts';

/** The last text that the editor got, and what it makes of each. */
type Editor = {readonly opened: string[]; edit(text: string): string};

function anEditor(edit: (text: string, time: number) => string): Editor {
	const opened: string[] = [];
	return {
		opened,
		edit(text) {
			opened.push(text);
			return edit(text, opened.length);
		},
	};
}

/** The redrive sheet on three marked messages, with "edit each first" chosen. */
async function editing(
	editor: Editor,
	size: {columns?: number; rows?: number} = {},
): Promise<TestConsole & {readonly url: string; readonly dlqUrl: string}> {
	let urls = {url: '', dlqUrl: ''};
	const app = await startTestConsole({
		...size,
		edit: text => editor.edit(text),
		prepare: async ({sqs}) =>
			void (urls = await aDeadLetterPair(sqs, 'orders', {maxReceiveCount: 1, deadMessages: ['{"n":1}', '{"n":2}', '{"n":3}']})),
	});
	await app.select('orders-dlq');
	await app.press('p', '*', 'R');
	// All at once, and the bodies through the editor.
	await app.press('tab', 'tab', 'down', 'tab', 'tab', 'down');
	return {...app, ...urls};
}

async function bodiesIn(app: TestConsole, url: string): Promise<readonly string[]> {
	const messages = await app.session.queues.receive(url, {count: 10, visibilityTimeoutSeconds: 0});
	return messages.map(({body}) => body).toSorted();
}

const mend = (text: string): string => text.replace(/"n":(\d+)/, '"n":$1$1');

describe('redriving, each edited first', () => {
	test.each([
		[80, 24],
		[200, 50],
	])('shows at %dx%d the difference of one after the other, and then asks once', async (columns, rows) => {
		await using app = await editing(anEditor(mend), {columns, rows});
		expect(app.screen()).toContain('(•) edit each first');
		expect(app.screen()).toContain('The same as: sluice redrive orders-dlq --ids - --edited');

		await app.press('enter');
		expect(app.screen()).toContain('Message 1 of 3, sent ');
		expect(app.row('- ')).toContain('"n": 1');
		expect(app.row('+ ')).toContain('"n": 11');
		await app.press('enter');
		expect(app.screen()).toContain('Message 2 of 3');
		await app.press('enter', 'enter');

		expect(app.row('edited ')).toContain('3 of them, new texts');
		expect(app.screen()).toContain('Type "redrive 3" to redrive them:');
		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 0, inFlight: 0});
		await app.confirm('redrive 3');
		expect(await bodiesIn(app, app.url)).toEqual(['{"n":11}', '{"n":22}', '{"n":33}']);
		expect(await countsOf(app.engine.sqs, app.dlqUrl)).toEqual({ready: 0, inFlight: 0});
	});

	test('one that was not changed goes as it was, and one may stay', async () => {
		await using app = await editing(anEditor((text, time) => (time === 1 ? mend(text) : text)));

		await app.press('enter', 'enter');
		expect(app.screen()).toContain('(•) goes as it was');
		await app.press('enter', 'down', 'enter');

		expect(app.row('edited ')).toContain('1 of them, a new text');
		await app.confirm('redrive 2');
		expect(await bodiesIn(app, app.url)).toEqual(['{"n":11}', '{"n":2}']);
		expect(await countsOf(app.engine.sqs, app.dlqUrl)).toEqual({ready: 0, inFlight: 1});
	});

	test('a text may be edited once more, beginning with what was written', async () => {
		const editor = anEditor(mend);
		await using app = await editing(editor);

		await app.press('enter', 'down', 'enter');

		expect(app.row('+ ')).toContain('"n": 1111');
		expect(editor.opened[1]).toContain('"n":11');
	});

	test('esc in the middle sends nothing, and what was written is there the next time', async () => {
		const editor = anEditor(mend);
		await using app = await editing(editor);
		await app.press('enter', 'enter');

		await app.press('esc');
		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 0, inFlight: 0});
		expect(await countsOf(app.engine.sqs, app.dlqUrl)).toEqual({ready: 0, inFlight: 3});
		await app.press('R', 'tab', 'tab', 'tab', 'tab', 'down', 'enter');

		expect(editor.opened.at(-1)).toContain('"n":11');
	});

	test('what is no message any more is said with its line, and the sheet stays', async () => {
		await using app = await editing(anEditor(text => text.replace('# Attributes', 'nonsense\n# Attributes')));

		await app.press('enter');

		expect(app.screen()).toContain('Line 3: no attribute is named here');
		expect(app.screen()).toContain('(•) edit each first');
		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 0, inFlight: 0});
	});
});
