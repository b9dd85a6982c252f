import {describe, expect, test} from 'vitest';
import {frameLines} from '../../../source/console/frame.ts';
import {lineText, lineWidth} from '../../../source/console/line.ts';
import {emptyList} from '../../../source/console/list.ts';
import type {StreamTab} from '../../../source/console/place.ts';
import {listOf, withList, type State} from '../../../source/console/state.ts';
import {hashOf} from '../../../source/console/streams/record-pane.ts';
import {TailFeed} from '../../../source/console/streams/tail-feed.ts';
import {beginTail, tailPlaceOf, togglePause} from '../../../source/console/streams/tail-state.ts';
import type {Shard} from '../../../source/aws/stream.ts';
import {SluiceError} from '../../../source/shared/errors.ts';
import {after, aRecord, aState, aSummary, nowMs, shardId, someShards} from './a-state.ts';

type Options = {readonly columns?: number; readonly rows?: number; readonly shards?: readonly Shard[]};

function atTab(tab: StreamTab, {columns = 80, rows = 24, shards = someShards(4, 5)}: Options = {}): State {
	return after(
		aState({columns, rows, place: {type: 'stream', name: 'clicks', tab}}),
		{type: 'streams/read', stream: 'clicks', summary: aSummary(), atMs: nowMs},
		{type: 'streams/shards', stream: 'clicks', shards: {status: 'ready', value: shards}},
	);
}

/** A minute of records: shard 6 takes 930 a second at its end, the others little. */
function aFeed(options: {data?: string} = {}): TailFeed {
	const feed = new TailFeed({nowMs: nowMs - 60_000, limits: {countMax: 100, bytesMax: 1_000_000}});
	for (let at = -60; at < 0; at++) {
		for (const [number, perSecond] of [
			[5, 2],
			[6, at < -10 ? 10 : 930],
			[7, 1],
			[8, 1],
		] as const) {
			const records = Array.from({length: perSecond}, (_, index) => ({
				sequenceNumber: `4966500000000000000${number}${at + 100}${index}`,
				partitionKey: `truck_${index % 7 === 0 ? 17 : index % 40}`,
				data: Buffer.from(options.data ?? `{"lat":52.1,"speed":${index}}`),
				arrivedAtMs: nowMs + at * 1000 + index,
			}));
			feed.add({
				type: 'records',
				shardId: shardId(number),
				records,
				millisBehindLatest: number === 6 ? 4000 : 0,
				atMs: nowMs + (at + 1) * 1000 + (number === 6 ? 4000 : 0),
			});
		}
	}
	return feed;
}

function withTail(state: State, feed: TailFeed, filter = ''): State {
	const place = tailPlaceOf('clicks');
	const begun = beginTail(withList(state, place, {...emptyList, filter}), 'clicks', {from: 'latest', position: {type: 'latest'}});
	const snapshot = feed.snapshot({nowMs, filter, heldIndex: undefined});
	return after(begun, {type: 'streams/tail-drawn', stream: 'clicks', startedAtMs: nowMs, snapshot, atMs: nowMs});
}

function screen(state: State): readonly string[] {
	const lines = frameLines(state);
	for (const line of lines) expect(lineWidth(line)).toBe(state.size.columns);
	return lines.map(line => lineText(line).trimEnd());
}

function row(state: State, text: string): string {
	return screen(state).find(line => line.includes(text)) ?? '';
}

describe('the list of streams', () => {
	const listed = (columns: number): State =>
		after(
			aState({columns}),
			{
				type: 'streams/listed',
				refs: [
					{name: 'clicks', arn: 'arn', status: 'ACTIVE'},
					{name: 'views', arn: 'arn', status: 'CREATING'},
				],
				atMs: nowMs,
			},
			{type: 'streams/read', stream: 'clicks', summary: aSummary({retentionHours: 168, encryption: 'KMS'}), atMs: nowMs},
		);

	test('says at 80 columns what each is, and – for what is not read yet', () => {
		expect(screen(listed(80)).slice(3, 6)).toEqual([
			'   NAME                   STATUS   MODE         OPEN   IN/S RETENTION CONSUMERS',
			' > clicks                 ACTIVE   provisioned     4      –        7d         2',
			'   views                  CREATING                 –      –',
		]);
	});

	test('says how much was put into each in the last whole minute, 0 where nothing was in five', () => {
		const minutes = (...values: number[]) => ({
			atMs: nowMs,
			points: values.map((value, index) => ({atMs: nowMs - (10 - index) * 60_000, value})),
		});
		const none = new Map();
		const incoming = new Map([
			['clicks', minutes(0, 0, 0, 0, 0, 0, 0, 0, 0, 72_180)],
			['views', minutes(600)],
		]);
		const metrics = {ageOfOldest: none, deleted: none, failed: none, iteratorAgeMs: none, writesRefused: none, incoming};
		const before = listed(80);
		const state: State = {...before, now: {...before.now, metrics}};

		expect(row(state, ' > clicks')).toContain('provisioned     4  1,203        7d');
		expect(row(state, '   views')).toContain('–      0');
	});

	test('shows when each was created where there is room', () => {
		expect(row(listed(110), ' > clicks')).toContain('2026-10-01');
	});

	test('shows the overview of the one under the cursor beside it on a wide screen', () => {
		expect(row(listed(160), 'STATUS       ACTIVE')).toContain('│ STATUS       ACTIVE   provisioned');
		expect(row(listed(160), '[Overview]')).toContain('│');
	});

	test('says what is denied, and shows the rest', () => {
		const problem = {code: 'denied', message: 'You may not kinesis:DescribeStreamSummary on views.', nextSteps: []};
		const state = after(listed(80), {type: 'streams/read-failed', stream: 'views', problem});
		const atViews = withList(state, {type: 'streams'}, {...emptyList, cursorId: 'views'});

		expect(row(atViews, ' > views')).toContain('denied');
		expect(screen(atViews).at(-2)).toBe(' views: You may not kinesis:DescribeStreamSummary on views.');
	});

	test('says in words that it reads, has nothing, or failed, with a next step', () => {
		const reading = after(aState(), {type: 'streams/loading'});
		expect(screen(reading)[4]).toBe(' Reading the streams in us-east-1 …');

		const empty = after(aState(), {type: 'streams/listed', refs: [], atMs: nowMs});
		expect(screen(empty)[4]).toBe(' No streams in us-east-1.');

		const failed = after(aState(), {
			type: 'streams/list-failed',
			problem: {code: 'denied', message: 'You may not kinesis:ListStreams.', nextSteps: ['Ask for the permission kinesis:ListStreams.']},
		});
		expect(screen(failed).slice(4, 9).join('\n')).toContain('Ask for the permission kinesis:ListStreams.');
	});
});

describe('the overview of a stream', () => {
	test('tells its limits from its open shards', () => {
		const shown = screen(atTab('overview')).join('\n');

		expect(shown).toContain('TAKES        4,000 records/s, 4.0M/s');
		expect(shown).toContain('GIVES        8.0M/s, 20 reads/s');
		expect(shown).toContain('hash 0 ├────── 5 ──────├');
	});
});

describe('the tail', () => {
	test('at 80x24: rates, a lane a shard, records with the newest at the bottom, and what reading costs', () => {
		const state = withTail(atTab('tail'), aFeed());
		const shown = screen(state);

		expect(shown[1]).toMatch(/^ 3 Streams › clicks .* LIVE {2}934\/s \d+\.\dK\/s {2}seen 10,040$/);
		expect(shown[2]).toMatch(/^ … {2}\[Tail\] {2}Shards .* buffer 100 {2}dropped 9,940$/);
		expect(shown[3]).toMatch(/^ {4}60 s [▁▂]{50}█{10} +934\/s$/);
		expect(shown[4]).toMatch(/^ shard 5 ▁{60} {2}2\.0\/s 0s$/);
		expect(shown[5]).toMatch(/^ {3}6 HOT ▁{50}█{10} {2}930\/s 4s$/);
		expect(shown[8]).toBe('   ARRIVED      SHARD BEHIND KEY            SIZE DATA');
		expect(shown[19]).toMatch(/^ > 03:17:30\.000 {5}8 {5}0s truck_17 {8}22B \{"lat":52\.1,"speed":0\}$/);
		expect(shown[20]).toBe(' Reading 4 shards 2×/s each of 5×/s shared with others; 0 throttled in 5 min.');
		expect(shown[22]).toBe(' shard 6 HOT: 93 % of 1,000 records/s.  Shards tab: S split where the keys are.');
	});

	test('a filter shows its matches as a line of their own, and counts them', () => {
		const state = withTail(atTab('tail'), aFeed(), 'truck_17');
		const shown = screen(state);

		expect(shown[1]).toContain('match ');
		expect(shown[2]).toContain('filter  truck_17');
		expect(shown[4]).toMatch(/^ {3}match /);
		expect(shown.filter(line => /^ [ >] 03:/.test(line)).every(line => line.includes('truck_17'))).toBe(true);
	});

	test('that finds nothing says among how many', () => {
		const state = withTail(atTab('tail'), aFeed(), 'no such thing');

		expect(row(state, 'Nothing matches')).toBe(' Nothing matches "no such thing" among 100 records kept.');
	});

	test('stands still with a line that says what came since', () => {
		const feed = aFeed();
		const paused = togglePause(withTail(atTab('tail'), feed), 'clicks');
		const record = {sequenceNumber: '1', partitionKey: 'late', data: Buffer.from('{}'), arrivedAtMs: nowMs};
		feed.snapshot({nowMs, filter: '', heldIndex: paused.streams.tails['clicks']?.paused?.index});
		feed.add({type: 'records', shardId: shardId(5), records: [record, record], millisBehindLatest: 0, atMs: nowMs + 1000});
		const snapshot = feed.snapshot({nowMs: nowMs + 1000, filter: '', heldIndex: paused.streams.tails['clicks']?.paused?.index});

		const state = after(paused, {type: 'streams/tail-drawn', stream: 'clicks', startedAtMs: nowMs, snapshot, atMs: nowMs + 1000});

		expect(screen(state)[1]).toContain('PAUSED');
		expect(row(state, 'paused here')).toMatch(/^ ── paused here at 03:17:31.0Z ── 2 newer ─+ G to the newest ──$/);
		expect(screen(state).join('\n')).not.toContain('late');
	});

	test('at 160x30 has the record beside the list, and times under the lanes', () => {
		const shown = screen(withTail(atTab('tail', {columns: 160, rows: 30}), aFeed()));

		expect(shown[3]).toMatch(/^ {3}2 min /);
		expect(shown.some(line => line.includes('03:16:31Z'))).toBe(true);
		expect(shown.find(line => line.includes('ARRIVED'))).toContain('│ data  JSON  22 B ');
		expect(shown.some(line => /│ {3}"speed": 0/.test(line))).toBe(true);
		expect(shown.some(line => line.includes('│ same key  > next   < previous of truck_17'))).toBe(true);
		expect(shown.find(line => line.includes(' > 03:17'))).toMatch(/│ keys in view  truck_17 \d+ %/);
	});

	test('waits in words when nothing came yet, and says how to read what is there', () => {
		const state = withTail(atTab('tail'), new TailFeed({nowMs}));

		expect(row(state, 'Nothing since')).toBe(' Nothing since 03:17:31Z yet.');
		expect(screen(state).join('\n')).toContain('t reads what came before: oldest, -15m or a time.');
	});

	test('says that it backs off because others read, too', () => {
		const feed = aFeed();
		const error = new SluiceError('AWS asks to slow down.', {code: 'throttled'});
		feed.add({type: 'backed-off', shardId: shardId(6), error, retryAtMs: nowMs + 2000});

		expect(row(withTail(atTab('tail'), feed), 'sharing')).toBe(' sharing: backed off on shard 6; goes on where it stopped.');
	});

	test('that was denied says what is missing', () => {
		const problem = {
			code: 'denied',
			message: 'You may not kinesis:GetRecords on clicks.',
			nextSteps: ['Ask for the permission kinesis:GetRecords on clicks.'],
		};
		const begun = beginTail(atTab('tail'), 'clicks', {from: 'latest', position: {type: 'latest'}});

		const state = after(begun, {type: 'streams/tail-ended', stream: 'clicks', startedAtMs: nowMs, problem});

		expect(screen(state)[1]).toContain('STOPPED');
		expect(screen(state).join('\n')).toContain('Ask for the permission kinesis:GetRecords on clicks.');
	});

	test('draws hostile data harmlessly', () => {
		const feed = aFeed({data: '\u001B[31m\u009B2J\u202Eevil\n👨‍👩‍👧'});
		const shown = screen(withTail(atTab('tail', {columns: 160, rows: 30}), feed));

		// eslint-disable-next-line no-control-regex -- That is what must not be there.
		expect(shown.join('')).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202E\u200D]/);
		expect(shown.join('\n')).toContain(String.raw`\u001b[31m\u009b2J\u202eevil\n□`);
	});

	test('shows bytes that are no text as such', () => {
		const feed = new TailFeed({nowMs});
		const record = {sequenceNumber: '1', partitionKey: 'k', data: Buffer.from([0xff, 0xfe, 0x41]), arrivedAtMs: nowMs};
		feed.add({type: 'records', shardId: shardId(5), records: [record], millisBehindLatest: 0, atMs: nowMs});

		expect(row(withTail(atTab('tail'), feed), ' > ')).toContain('ff fe 41  ..A');
	});
});

describe('the shards', () => {
	const parent = {...(someShards(2)[0] as Shard), id: shardId(4), sequenceNumberEnd: '9'};
	const family: readonly Shard[] = [
		parent,
		...someShards(4, 5).map((shard, index) => (index < 2 ? {...shard, parentId: shardId(4)} : shard)),
	];

	test('at 80x24: to scale, with their ranges, and those that were split below them', () => {
		const shown = screen(atTab('shards', {shards: family}));

		expect(shown[1]).toMatch(/ 3 Streams › clicks .* provisioned, 4 open, 1 closed, keeps 24h$/);
		expect(shown[3]).toBe(' hash 0 ├────── 5 ──────├────── 6 ──────├────── 7 ──────├────── 8 ──────┤ 2^128');
		expect(shown[4]).toBe(' share  ├─── 25.0 % ────├─── 25.0 % ────├─── 25.0 % ────├─── 25.0 % ────┤');
		expect(shown[5]).toBe('                ^ the middle of shard 5');
		expect(shown[7]).toMatch(/^ > 5 {7}25\.0% .* open$/);
		expect(shown[11]).toMatch(/^ {3}└ 4 .* split to 5 and 6$/);
		expect(shown.join('\n')).toContain('tail for 60 s to see where the keys are');
		expect(shown.join('\n')).toContain('M merges 5 and 6: neighbours.');
	});

	test('with a sample: load, the busiest keys, and what a split gives', () => {
		const state = withTail(atTab('shards'), aFeed());
		const atSix = withList(state, {type: 'stream', name: 'clicks', tab: 'shards'}, {...emptyList, cursorId: shardId(6)});
		const shown = screen(atSix);

		expect(shown[2]).toContain('sample 10,040 records, 1m');
		expect(row(atSix, ' load ')).toMatch(/█/);
		expect(row(atSix, ' > 6')).toMatch(/930 .* open {2}HOT$/);
		expect(row(atSix, 'shard 6: ')).toMatch(/40 keys; the top 3 make \d+ %: truck_17 1\d, /);
		expect(row(atSix, ' S split')).toMatch(/^ S split would give {3}truck_5 and 15 more keys {13}315\/s {2}32 %$/);
		expect(row(atSix, ' truck_17, ')).toMatch(/^ {22}truck_17, truck_1 and 22 more keys {3}615\/s {2}61 %$/);
		expect(shown.join('\n')).toContain('One key alone above 1,000/s cannot be split; the largest here is');
		expect(shown.join('\n')).toContain(' 7 and 8 are neighbours and together 0 %: M on one of them merges them.');
		expect(shown.join('\n')).toContain(' Both consumers must finish shard 6 before they may read its two parts.');
	});

	test('that are closed say so, and cannot be split', () => {
		const state = withList(
			atTab('shards', {shards: family}),
			{type: 'stream', name: 'clicks', tab: 'shards'},
			{...emptyList, cursorId: shardId(4)},
		);

		expect(row(state, 'shard 4 ')).toBe(' shard 4 was split into 5 and 6: it takes no records any more.');
	});

	test('while the stream is UPDATING say since when', () => {
		const state = atTab('shards');
		const rows = state.streams.rows.map(each => ({...each, reshard: {startedAtMs: nowMs, elapsedMs: 3000, text: 'The split of shard 6'}}));

		expect(row({...state, streams: {...state.streams, rows}}, 'UPDATING')).toBe(
			' UPDATING 3s   The split of shard 6; it is read and written as before.',
		);
	});

	test('filter by their number', () => {
		const state = atTab('shards');
		const filtered = withList(state, {type: 'stream', name: 'clicks', tab: 'shards'}, {...listOf(state, {type: 'streams'}), filter: '7'});

		expect(screen(filtered).filter(line => line.includes('25.0%')).length).toBe(1);
	});
});

describe('where a screen is wide and tall', () => {
	const large = {columns: 200, rows: 50};

	test('the busiest keys of all shards stand beside the rates of the tail, with the shard that each burdens', () => {
		const shown = screen(withTail(atTab('tail', large), aFeed())).join('\n');

		expect(shown).toMatch(/BUSIEST KEYS {2,}SHARD SHARE {4}\/S/);
		expect(shown).toMatch(/│ {1}truck_17 +6 +\d+ % +\d+ +▄+/);
	});

	test('the busiest keys of the shard under the cursor stand beside the shards, and its load is drawn high', () => {
		const place = {type: 'stream', name: 'clicks', tab: 'shards'} as const;
		const state = withTail(atTab('shards', large), aFeed());

		const shown = screen(withList(state, place, {...listOf(state, place), cursorId: shardId(6)}));

		expect(shown.join('\n')).toMatch(/KEYS OF SHARD 6 {2}SHARE {4}\/S/);
		expect(
			shown.findIndex(text => text.includes("of shard 6's load") || text.includes('middle of shard 6')) -
				shown.findIndex(text => text.startsWith(' load')),
		).toBe(6);
	});

	test('the overview has the shards beside it, with what each takes', () => {
		const shown = screen(withTail(atTab('overview', large), aFeed())).join('\n');

		expect(shown).toMatch(/STATUS .*│ +SHARD +SHARE +REC\/S OF LIMIT/);
		expect(shown).toMatch(/│ +6 +25\.0% +930 +93 %/);
	});
});

test('the overview names consumers, with how far they are behind where that is known, and tags', () => {
	const consumer = (name: string, behindMs?: number) => ({
		name,
		arn: `arn:${name}`,
		status: 'ACTIVE' as const,
		createdAtMs: nowMs,
		...(behindMs !== undefined && {behindMs}),
	});
	const state = after(
		atTab('overview'),
		{type: 'streams/told', stream: 'clicks', consumers: {status: 'ready', value: [consumer('fraud', 72_000), consumer('loader')]}},
		{type: 'streams/told', stream: 'clicks', tags: {status: 'ready', value: {team: 'growth', env: 'prod'}}},
	);

	expect(row(state, 'Consumers  ')).toContain('fraud 1m12s behind, loader');
	expect(row(state, 'Tags  ')).toContain('env=prod  team=growth');
});

test('a filter that matches nothing says so while the view stands still, too', () => {
	const state = togglePause(withTail(atTab('tail'), aFeed(), 'no-such-word'), 'clicks');

	expect(row(state, 'paused here')).not.toBe('');
	expect(screen(state).join('\n')).toContain('Nothing matches "no-such-word" among 100 records kept.');
});

test('a record in an aggregate lies where the aggregate was put, whatever its own key says', () => {
	const state = atTab('tail', {shards: someShards(2)});
	const elsewhere = aRecord(0, {partitionKey: 'truck_3', shardId: shardId(0)});
	expect(hashOf(state, 'clicks', elsewhere).isExplicit).toBe(true);

	const child = {...elsewhere, aggregate: {role: 'child', isLast: true, position: 0} as const};
	expect(hashOf(state, 'clicks', child).isExplicit).toBeUndefined();
});
