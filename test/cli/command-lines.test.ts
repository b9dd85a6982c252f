import {execFileSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {commands} from '../../source/cli/commands.ts';
import {type ParsedCommandLine, parseCommandLine} from '../../source/cli/parse.ts';
import type {Plan} from '../../source/operations/plan.ts';
import {planDeleteMessages} from '../../source/operations/delete-messages.ts';
import {planDeleteSelected} from '../../source/operations/delete-selected.ts';
import {planMoveMessages} from '../../source/operations/move-messages.ts';
import {planMoveSelected} from '../../source/operations/move-selected.ts';
import {planReceive} from '../../source/operations/receive-messages.ts';
import {planRedriveMessages} from '../../source/operations/redrive-messages.ts';
import {planResend} from '../../source/operations/resend-message.ts';
import {planScan} from '../../source/operations/scan.ts';
import {selectAll, selectIds, selectMatching} from '../../source/operations/selection.ts';
import {planMerge} from '../../source/operations/merge.ts';
import {planPeek} from '../../source/operations/plan-peek.ts';
import {planPublish} from '../../source/operations/publish.ts';
import {planPurge} from '../../source/operations/purge.ts';
import {planPut} from '../../source/operations/put.ts';
import {planSend} from '../../source/operations/send.ts';
import {planSplit} from '../../source/operations/split.ts';
import {createManualClock} from '../../source/shared/clock.ts';
import {useEngine} from './on-engine.ts';

const at = useEngine();

/** What the program understands of a plan's command line after a shell has read it. */
function understood(plan: Plan): ParsedCommandLine {
	const words = execFileSync('sh', ['-c', `printf '%s\\0' ${plan.command.replace(/^sluice /, '')}`], {encoding: 'utf8'})
		.split('\0')
		.slice(0, -1);
	return parseCommandLine(words, commands);
}

test('the command line of a peek is understood as that peek', async () => {
	const queue = {name: 'line-peek', url: await at.queue('line-peek')};

	const parsed = understood(await planPeek(at.session, {queue, count: 25, visibilityTimeoutSeconds: 60, isKept: true}));

	expect(parsed).toMatchObject({command: {name: 'peek'}, input: ['line-peek'], flags: {max: 25, visibility: 60, keep: true}});
});

test('the command line of a purge is understood', async () => {
	const queue = {name: 'line-purge', url: await at.queue('line-purge')};

	expect(understood(await planPurge(at.session, {queue}))).toMatchObject({command: {name: 'purge'}, input: ['line-purge']});
});

// A body like --yes is no word of a command line: then the line says that it comes from standard input.
test.each(['{"a":"it\'s $HOME `x` \\" \\\\"}', '-', '"quoted"', "'"])('the command line of a send of %s is understood', async body => {
	const queue = {name: 'line-send', url: await at.queue('line-send')};
	const message = {
		body,
		delaySeconds: 5,
		attributes: {note: {dataType: 'String', stringValue: '"two words"'}, total: {dataType: 'Number', stringValue: '-1'}},
	};

	expect(understood(await planSend(at.session, {queue, message}))).toMatchObject({
		command: {name: 'send'},
		input: ['line-send', body],
		flags: {delay: 5, attr: ['note="two words"', 'total:Number=-1']},
	});
});

test('a body that looks like a flag comes from standard input', async () => {
	const queue = {name: 'line-send-flag', url: await at.queue('line-send-flag')};

	expect(understood(await planSend(at.session, {queue, message: {body: '--yes'}}))).toMatchObject({
		input: ['line-send-flag', '-'],
		globals: {yes: false},
	});
});

test('the command line of a publish is understood', async () => {
	const topic = await at.session.topics.create('line-topic', {});

	expect(understood(await planPublish(at.session, {topic, publication: {message: 'hello', subject: "it's"}}))).toMatchObject({
		command: {name: 'publish'},
		input: ['line-topic', 'hello'],
		flags: {subject: "it's"},
	});
});

test('the command lines of put, split and merge are understood', async () => {
	await at.stream('line-stream', 2);
	const record = {partitionKey: '-k', data: Buffer.from('x y'), explicitHashKey: '12'};

	expect(understood(await planPut(at.session, {stream: 'line-stream', record}))).toMatchObject({
		input: ['line-stream', 'x y'],
		flags: {key: '-k', hashKey: '12'},
	});
	expect(understood(await planSplit(at.session, {stream: 'line-stream', shardId: '0', at: 1000n}))).toMatchObject({
		input: ['line-stream', '0'],
		flags: {at: '1000'},
	});
	expect(understood(await planMerge(at.session, {stream: 'line-stream', shardId: '1', adjacentShardId: '0'}))).toMatchObject({
		command: {name: 'merge'},
		input: ['line-stream', '0', '1'],
	});
});

// Filters are full of what shells and parsers read otherwise.
const filter = selectMatching({filter: '.total > 80 "two words" -x $HOME', matches: () => true, countMax: 5});

test('the command lines of receive, scan and delete are understood', async () => {
	const queue = {name: 'line-messages', url: await at.queue('line-messages')};
	const receive = {queue, count: 5, visibilityTimeoutSeconds: 60, waitSeconds: 0, isDeleting: true};

	expect(understood(await planReceive(at.session, receive))).toMatchObject({
		command: {name: 'receive'},
		flags: {max: 5, visibility: 60, wait: 0, delete: true},
	});
	expect(understood(await planScan(at.session, {queue, selection: filter}))).toMatchObject({
		command: {name: 'scan'},
		input: ['line-messages'],
		flags: {filter: '.total > 80 "two words" -x $HOME', max: 5},
	});
	expect(understood(await planDeleteSelected(at.session, {queue, selection: selectIds(['a', 'b'])}))).toMatchObject({
		command: {name: 'delete'},
		flags: {ids: 'a,b'},
	});
	expect(understood(await planDeleteSelected(at.session, {queue, selection: selectAll({countMax: 3})}))).toMatchObject({
		flags: {all: true, max: 3},
	});
});

test('the command lines of work on held messages are understood', async () => {
	const clock = createManualClock();
	const queue = {name: 'line-held', url: await at.queue('line-held')};
	const aside = {name: 'line-aside', url: await at.queue('line-aside')};
	for (let index = 0; index < 2; index++) await at.session.queues.send(queue.url, {body: `${index}`});
	const messages = await at.session.queues.receive(queue.url, {count: 2});
	const [message] = messages;
	if (!message) throw new Error('The queue has messages.');
	const ids = messages.map(({messageId}) => messageId).join(',');

	expect(understood(await planDeleteMessages(at.session, {clock, queue, messages}))).toMatchObject({
		command: {name: 'delete'},
		flags: {ids},
	});
	expect(
		understood(
			await planMoveMessages(at.session, {queue, destination: aside, messages, isStamped: true, keepsOriginals: true, ratePerSecond: 2}),
		),
	).toMatchObject({command: {name: 'move'}, flags: {ids, to: 'line-aside', stamp: true, keep: true, rate: 2}});
	expect(understood(await planRedriveMessages(at.session, {queue, destination: aside, messages, hasCanary: true}))).toMatchObject({
		command: {name: 'redrive'},
		flags: {ids, to: 'line-aside', canary: true},
	});
	expect(understood(await planResend(at.session, {queue, message, edit: {body: 'a b'}}))).toMatchObject({
		command: {name: 'send'},
		input: ['line-held', 'a b'],
	});
});

test('the command lines of moving and redriving what is chosen are understood', async () => {
	const queue = {name: 'line-chosen', url: await at.queue('line-chosen')};
	const destination = {name: 'line-chosen-to', url: await at.queue('line-chosen-to')};
	const choice = {queue, destination, selection: filter, isStamped: true, ratePerSecond: 10};

	expect(understood(await planMoveSelected(at.session, {...choice, verb: 'move', keepsOriginals: true}))).toMatchObject({
		command: {name: 'move'},
		flags: {to: 'line-chosen-to', filter: '.total > 80 "two words" -x $HOME', max: 5, keep: true, stamp: true, rate: 10},
	});
	expect(understood(await planMoveSelected(at.session, {...choice, verb: 'redrive', hasCanary: true}))).toMatchObject({
		command: {name: 'redrive'},
		flags: {to: 'line-chosen-to', canary: true, stamp: true, rate: 10, keep: false},
	});
});
