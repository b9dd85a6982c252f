import {commandLine} from '../../operations/command-line.ts';
import {newStreamProblem} from '../../operations/create-stream.ts';
import {reshardProblem, reshardRange} from '../../operations/reshard.ts';
import {parseStreamChange, streamSettingList, type StreamSetting} from '../../operations/stream-setting-words.ts';
import {tagProblem} from '../../operations/stream-tags.ts';
import {UsageError} from '../../shared/errors.ts';
import {formatCount, plural} from '../../shared/units.ts';
import {remarkLines} from '../layers/facts.ts';
import {openGate} from '../layers/gate.ts';
import {blank, line, span} from '../line.ts';
import type {SheetDefinition} from '../sheet-definition.ts';
import type {SheetLayer, State} from '../state.ts';
import type {ConsumerGateRequest, FanOutGateRequest, ReshardGateRequest, SetGateRequest} from './control-gates.ts';
import {streamRow} from './state.ts';

const streamOf = (sheet: SheetLayer): string => sheet.subject['stream'] ?? '';
const valueOf = (sheet: SheetLayer, id: string): string => (sheet.values[id] ?? '').trim();

/** To how many shards. */
export const reshardSheet: SheetDefinition = {
	kind: 'reshard',
	crumb: 'reshard',
	submitHint: 'go on to confirm',
	factsAt: 'bottom',
	fields: () => [{type: 'text', id: 'count', label: 'Shards', hint: 'how many open ones there shall be'}],
	extra(sheet, state) {
		const open = openCount(sheet, state);
		const {max, min} = reshardRange(open);
		const count = Number(valueOf(sheet, 'count'));
		const known = reshardProblem(open, count) === undefined ? count : undefined;
		return [
			blank,
			line(` ${plural(open, 'open shard')} now; one call goes from ${formatCount(min)} to ${formatCount(max)}, ten calls in 24 hours.`),
			line(
				known === undefined
					? ''
					: ` ${formatCount(known)} take ${formatCount(known * 1000)} records/s and ${formatCount(known)} MiB/s in all.`,
			),
			...remarkLines('All shards become the same size: for one hot shard, S splits it where its keys are.', state.size.columns),
		];
	},
	command: sheet => commandLine('reshard', streamOf(sheet), valueOf(sheet, 'count')),
	problem: (sheet, state) => reshardProblem(openCount(sheet, state), Number(valueOf(sheet, 'count') || Number.NaN)),
	submit: (sheet, state) =>
		openGate(state, 'reshard', {stream: streamOf(sheet), shardCount: Number(valueOf(sheet, 'count'))} satisfies ReshardGateRequest),
};

function openCount(sheet: SheetLayer, state: State): number {
	return streamRow(state, streamOf(sheet))?.summary?.openShardCount ?? 0;
}

/** Another value of one setting. */
export const settingSheet: SheetDefinition = {
	kind: 'stream setting',
	crumb: 'setting',
	submitHint: 'go on to confirm',
	factsAt: 'bottom',
	fields: sheet => [{type: 'text', id: 'value', label: wordsOf(sheet)?.label ?? ''}],
	extra(sheet, state) {
		const summary = streamRow(state, streamOf(sheet))?.summary;
		const words = wordsOf(sheet);
		const now = summary && words ? words.now(summary) : 'not known';
		return [blank, ...remarkLines(`Now ${now}. May be: ${words?.range ?? ''}.`, state.size.columns)];
	},
	command: sheet => commandLine('stream', 'set', streamOf(sheet), `${sheet.subject['setting']}=${valueOf(sheet, 'value')}`),
	problem(sheet) {
		const change = changeOf(sheet);
		return change instanceof UsageError ? [change.message, ...change.nextSteps].join(' ') : undefined;
	},
	submit(sheet, state) {
		const change = changeOf(sheet);
		if (change instanceof UsageError) return {state, effects: []};
		return openGate(state, 'set-stream', {stream: streamOf(sheet), change} satisfies SetGateRequest);
	},
};

function wordsOf(sheet: SheetLayer) {
	return streamSettingList.find(({setting}) => setting === sheet.subject['setting']);
}

function changeOf(sheet: SheetLayer) {
	try {
		// The subject holds a setting of the list.
		return parseStreamChange(sheet.subject['setting'] as StreamSetting, valueOf(sheet, 'value'));
	} catch (error) {
		if (error instanceof UsageError) return error;
		throw error;
	}
}

/** One tag. */
export const tagSheet: SheetDefinition = {
	kind: 'stream tag',
	crumb: 'tag',
	submitHint: 'go on to confirm',
	factsAt: 'bottom',
	fields: () => [
		{type: 'text', id: 'key', label: 'Key', hint: '1 to 128 characters'},
		{type: 'text', id: 'value', label: 'Value', hint: 'up to 256 characters'},
	],
	extra: () => [blank, line(span(' Tags may decide who may use the stream, and who pays for it.', 'dim'))],
	command: sheet => commandLine('stream', 'tag', streamOf(sheet), `${valueOf(sheet, 'key')}=${valueOf(sheet, 'value')}`),
	problem: sheet => tagProblem({key: valueOf(sheet, 'key'), value: valueOf(sheet, 'value')}),
	submit: (sheet, state) =>
		openGate(state, 'tag-stream', {stream: streamOf(sheet), key: valueOf(sheet, 'key'), value: valueOf(sheet, 'value')}),
};

/** Name of a new consumer. */
export const consumerSheet: SheetDefinition = {
	kind: 'consumer',
	crumb: 'register a consumer',
	submitHint: 'go on to confirm',
	factsAt: 'bottom',
	fields: () => [{type: 'text', id: 'name', label: 'Name', hint: 'letters, digits, dots, hyphens, underscores'}],
	extra: (_sheet, state) => [
		blank,
		...remarkLines('It gets 2 MiB/s of each shard for itself, and costs by the shard hour and by what it reads.', state.size.columns),
	],
	command: sheet => commandLine('consumers', streamOf(sheet), '--register', valueOf(sheet, 'name')),
	problem: sheet =>
		/^[\w.-]{1,128}$/.test(valueOf(sheet, 'name')) ? undefined : 'Name: 1 to 128 letters, digits, dots, hyphens and underscores.',
	submit: (sheet, state) =>
		openGate(state, 'register-consumer', {stream: streamOf(sheet), name: valueOf(sheet, 'name')} satisfies ConsumerGateRequest),
};

/** As which consumer a tail reads by fan-out. */
export const fanOutSheet: SheetDefinition = {
	kind: 'fan-out',
	crumb: 'read by fan-out',
	submitHint: 'go on to confirm',
	factsAt: 'bottom',
	fields: (sheet, state) => [{type: 'choice', id: 'consumer', label: 'Read as', options: consumerChoices(sheet, state)}],
	extra: (sheet, state) => [
		blank,
		...remarkLines(
			valueOf(sheet, 'consumer') === ''
				? 'It is registered for this tail, and deregistered when the tail ends.'
				: `Whoever reads as ${valueOf(sheet, 'consumer')} now loses its shards to the tail, which leaves it registered.`,
			state.size.columns,
			'text',
		),
		...remarkLines(
			'By fan-out a tail takes none of the 5 reads/s that the consumers share, and costs while it is registered.',
			state.size.columns,
		),
	],
	command: sheet =>
		commandLine('tail', streamOf(sheet), '--fan-out', ...(valueOf(sheet, 'consumer') ? ['--consumer', valueOf(sheet, 'consumer')] : [])),
	problem: () => undefined,
	submit(sheet, state) {
		const consumer = valueOf(sheet, 'consumer');
		const suffix = sheet.subject['suffix'] ?? '';
		return openGate(state, 'fan-out', {stream: streamOf(sheet), suffix, ...(consumer && {consumer})} satisfies FanOutGateRequest);
	},
};

function consumerChoices(sheet: SheetLayer, state: State) {
	const {consumers} = streamRow(state, streamOf(sheet)) ?? {};
	const existing = consumers?.status === 'ready' ? consumers.value : [];
	return [
		{value: '', label: 'a new one', hint: `sluice-tail-${sheet.subject['suffix']}`},
		...existing.map(({name}) => ({value: name, label: name, hint: 'registered'})),
	];
}

/** Name and size of a new stream. */
export const createStreamSheet: SheetDefinition = {
	kind: 'create stream',
	crumb: 'create a stream',
	submitHint: 'go on to confirm',
	factsAt: 'bottom',
	fields: () => [
		{type: 'text', id: 'name', label: 'Name', hint: 'letters, digits, dots, hyphens, underscores'},
		{type: 'text', id: 'shards', label: 'Shards', hint: 'on demand; or how many'},
	],
	extra: (sheet, state) => [
		blank,
		...remarkLines(
			valueOf(sheet, 'shards') === ''
				? 'On demand: 4 shards at first, AWS makes more by itself; billed by the hour and the GB.'
				: 'Provisioned: each takes 1,000 records/s and 1 MiB/s, and is billed by the hour.',
			state.size.columns,
		),
	],
	command: sheet =>
		commandLine(
			'stream',
			'create',
			valueOf(sheet, 'name'),
			...(valueOf(sheet, 'shards') ? ['--shards', valueOf(sheet, 'shards')] : ['--on-demand']),
		),
	problem: sheet => newStreamProblem(newStream(sheet)),
	submit: (sheet, state) => openGate(state, 'create-stream', newStream(sheet)),
};

function newStream(sheet: SheetLayer): {name: string; shardCount?: number} {
	const shards = valueOf(sheet, 'shards');
	return {name: valueOf(sheet, 'name'), ...(shards !== '' && {shardCount: Number(shards)})};
}
