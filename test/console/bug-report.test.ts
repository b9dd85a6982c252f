import {expect, test} from 'vitest';
import {bugLines, bugReport, heldLines} from '../../source/console/bug-report.ts';
import {startTestConsole} from '../helpers/console.ts';
import {aQueue} from '../helpers/resources.ts';

test('what is held is listed with the time when it comes back, and the report has no names and no contents', async () => {
	await using app = await startTestConsole({prepare: engine => aQueue(engine.sqs, 'orders', {messages: ['secret 1', 'secret 2']})});
	await app.select('orders');
	await app.press('p', 'enter');

	expect(heldLines(app.state())).toEqual([expect.stringMatching(/^2 messages of orders come back by 03:12:\d\dZ\.$/)]);
	const report = bugReport(new Error('x is not a function'), {state: app.state(), calls: app.session.calls()});
	expect(report).toContain('Place messages');
	expect(report).toMatch(/sqs:ReceiveMessage ok/);
	expect(report).not.toMatch(/secret|orders/);
});

test('where the report could not be kept, its stack is on the screen instead', () => {
	const error = new Error('x is not a function');

	expect(bugLines(error, {path: '/state/bugs/1.log'})).toEqual([
		'sluice stopped because of a mistake of its own: x is not a function',
		'The report is in /state/bugs/1.log: it holds no messages and no credentials. Please pass it on.',
	]);
	expect(bugLines(error, {problem: 'ENOSPC'})).toEqual([
		'sluice stopped because of a mistake of its own: x is not a function',
		...(error.stack ?? '').split('\n').slice(1),
		'The report could not be kept: ENOSPC',
	]);
});
