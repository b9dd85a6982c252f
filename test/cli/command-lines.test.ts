import {execFileSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {commands} from '../../source/cli/commands.ts';
import {type ParsedCommandLine, parseCommandLine} from '../../source/cli/parse.ts';
import type {Plan} from '../../source/operations/plan.ts';
import {planMerge} from '../../source/operations/merge.ts';
import {planPeek} from '../../source/operations/plan-peek.ts';
import {planPublish} from '../../source/operations/publish.ts';
import {planPurge} from '../../source/operations/purge.ts';
import {planPut} from '../../source/operations/put.ts';
import {planSend} from '../../source/operations/send.ts';
import {planSplit} from '../../source/operations/split.ts';
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
