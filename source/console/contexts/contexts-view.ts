import {cutMiddle, cutToWidth, displayWidth, safeText} from '../../payload/safe-text.ts';
import {plural} from '../../shared/units.ts';
import {badgeOf} from '../badge.ts';
import {fieldSpans} from '../layers/field-spans.ts';
import {problemLines} from '../layers/facts.ts';
import type {LayerView} from '../layers/layer.ts';
import {blank, fitRows, line, span, type Area, type Line, type Span} from '../line.ts';
import {hasFilterLine} from '../layout.ts';
import type {State} from '../state.ts';
import {canLogIn, contextItems, currentItem, guessText, itemCommand, itemName, loginText, type ContextItem} from './rows.ts';
import {contextFields, type ContextField, type ContextsLayer} from './state.ts';

const labels: Readonly<Record<ContextField, readonly [label: string, hint: string]>> = {
	region: ['region', "the profile's, AWS_REGION"],
	role: ['role ARN', 'arn:aws:iam::123456789012:role/oncall, assumed with the login'],
	endpoint: ['endpoint', 'http://127.0.0.1:4566'],
};

export function contextsView(state: State, layer: ContextsLayer, area: Area): LayerView {
	const item = currentItem(layer);
	const text = isDefault(layer, item)
		? '* sluice opens this without being told; space takes that back.'
		: `Skip this next time: ${itemCommand(layer, item)}${item.type === 'here' ? '' : '   or   sluice --local'}`;
	// Where the place has no filter line, the frame draws no rule above the body.
	const rule = layer.isFirst && !hasFilterLine(state) ? [line(span(state.glyphs.rule.repeat(area.columns), 'dim'))] : [];
	return {
		...(layer.isFirst ? {head: blank} : {}),
		body: fitRows([...rule, ...bodyLines(state, layer, {...area, rows: area.rows - rule.length})], area.rows),
		status: line(span(` ${safeText(layer.opening === undefined ? text : `Opening ${layer.opening} …`)}`)),
		keys: contextKeys(layer, item),
	};
}

/** What works on the line under the cursor; before there is a context, all that the list can. */
function contextKeys(layer: ContextsLayer, item: ContextItem): ReadonlyArray<readonly [key: string, hint: string]> {
	const profiles = layer.list.status === 'ready' ? layer.list.value.profiles.length : 0;
	if (layer.focus !== 'list')
		return [
			['⏎', 'choose'],
			['tab', 'next field'],
			['esc', 'to the list'],
		];
	if (layer.isFirst)
		return [
			['⏎', 'choose'],
			['space', 'set as default'],
			...(profiles > 0
				? ([
						['e', 'log in (sso)'],
						['v', 'show the file line'],
					] as const)
				: ([['tab', 'fields']] as const)),
			['q', 'leave'],
		];
	const isProfile = item.type === 'profile';
	return [
		['⏎', 'choose'],
		...(itemName(item) === undefined ? [] : ([['space', 'set as default']] as const)),
		['tab', 'fields'],
		...(isProfile && canLogIn(item.profile.login) ? ([['e', 'log in']] as const) : []),
		...(isProfile
			? ([
					['v', 'file line'],
					['P', 'prod'],
				] as const)
			: []),
		['esc', 'back'],
	];
}

function bodyLines(state: State, layer: ContextsLayer, area: Area): readonly Line[] {
	const items = contextItems(layer);
	const cursor = currentItem(layer);
	const fixed = items.filter(item => item.type !== 'profile').map(item => fixedLine(layer, item, item.id === cursor.id));
	const top = [line(span(' Where do you want to work?', 'bold')), blank, ...fixed, blank, ...profilesHead(layer, area.columns)];
	const bottom = bottomLines(layer, area.columns);
	const room = Math.max(1, area.rows - top.length - bottom.length);
	const profiles = items.filter(item => item.type === 'profile');
	const index = profiles.findIndex(item => item.id === cursor.id);
	const start = Math.max(0, Math.min(index - Math.floor(room / 2), profiles.length - room));
	const shown = profiles.slice(start, start + room).map(item => profileLine(state, layer, item, item.id === cursor.id, area.columns));
	return [...top, ...fitRows(shown, Math.max(room, 0)), ...bottom];
}

function fixedLine(layer: ContextsLayer, item: ContextItem, isCursor: boolean): Line {
	const [label, text] =
		item.type === 'here'
			? ['Here, without AWS', 'local engine on 127.0.0.1:4566, with demo traffic']
			: item.type === 'found'
				? [
						item.url.replace(/^https?:\/\//, ''),
						`${item.name} listens there${item.url.startsWith('https:') ? ', with TLS: AWS_CA_BUNDLE names its certificate' : ''}`,
					]
				: ['An endpoint', layer.fields.endpoint.text || 'http://…   LocalStack, ElasticMQ, a proxy'];
	return line(markOf(layer, item, isCursor), span(label.padEnd(22), isCursor ? 'selection' : undefined), span(safeText(text), 'dim'));
}

/** Three cells: the cursor, and a star on what is opened without being told. */
function markOf(layer: ContextsLayer, item: ContextItem, isCursor: boolean): Span {
	return span(` ${isCursor ? '>' : ' '}${isDefault(layer, item) ? '*' : ' '}`, isCursor ? 'accent' : undefined);
}

function isDefault({list}: ContextsLayer, item: ContextItem): boolean {
	return list.status === 'ready' && list.value.default !== undefined && list.value.default === itemName(item);
}

/** Cells of name, region and login; what is left is for the mode. */
function widths(columns: number): readonly [number, number, number] {
	const extra = Math.max(0, columns - 80);
	// The longest names of regions have 14 cells.
	return [18 + Math.min(22, Math.floor(extra / 3)), 15, 30 + Math.min(41, Math.floor(extra / 2))];
}

function profilesHead(layer: ContextsLayer, columns: number): readonly Line[] {
	const {list} = layer;
	if (list.status === 'loading') return [line(span(' Reading the config files …', 'dim'))];
	if (list.status === 'failed') return problemLines(list.problem, columns);
	const {profiles, faults, configPath} = list.value;
	if (profiles.length === 0)
		return [line(span(`   There are no profiles in ${safeText(configPath)}:  aws configure sso  makes one.`, 'dim'))];
	const wrong = faults.length === 0 ? '' : `   ${plural(faults.length, 'line')} not understood: v up there`;
	const count = `  (${plural(profiles.length, 'profile')})`;
	const [name, region, login] = widths(columns);
	// How to see what is wrong must be whole; where the file lies is known.
	const path = cutMiddle(safeText(configPath), Math.max(12, columns - 9 - count.length - wrong.length));
	return [
		line(`   From ${path}${count}`, span(wrong, 'slow')),
		line(span(`   ${'PROFILE'.padEnd(name)}${'REGION'.padEnd(region)}${'LOGIN'.padEnd(login)}GUESS`, 'dim')),
	];
}

function profileLine(
	state: State,
	layer: ContextsLayer,
	item: Extract<ContextItem, {type: 'profile'}>,
	isCursor: boolean,
	columns: number,
): Line {
	const {profile} = item;
	const isWrong = profile.fault !== undefined;
	const [nameWidth, regionWidth, loginWidth] = widths(columns);
	const [mode, isProd] = guessText(profile, state);
	const badge = isWrong ? undefined : badgeOf({name: profile.name, isProd}, state.badges);
	const look = isCursor ? 'selection' : undefined;
	const login = safeText(loginText(profile, state.nowMs));
	return line(
		markOf(layer, item, isCursor),
		span(cell(safeText(profile.name), nameWidth), look),
		span(cell(safeText(profile.region ?? state.glyphs.unknown), regionWidth)),
		// A fault has no mode beside it, and may take its room.
		span(isWrong ? cutToWidth(login, columns - nameWidth - regionWidth - 4) : cell(login, loginWidth), isWrong ? 'fail' : undefined),
		!isWrong && span(mode),
		badge !== undefined && span(mode.length > 6 ? ' ' : '  '),
		badge,
	);
}

/** Exactly so wide, with a space at the end. */
function cell(text: string, width: number): string {
	const cut = cutToWidth(text, width - 1);
	return cut + ' '.repeat(Math.max(0, width - displayWidth(cut)));
}

function bottomLines(layer: ContextsLayer, columns: number): readonly Line[] {
	if (layer.problem) return [blank, ...problemLines(layer.problem, columns)];
	if (layer.isFirst && layer.focus === 'list') {
		return [
			blank,
			line(span(' Nothing is called before you choose. Then: sts:GetCallerIdentity, ListQueues,', 'dim')),
			line(span(' ListTopics, ListStreams; then attributes, at most 10 calls a second.', 'dim')),
			line(span(' LOOK may peek but changes nothing. P marks PROD by hand; names decide else.', 'dim')),
		];
	}
	return [blank, ...contextFields.map(field => fieldLine(layer, field, columns))];
}

function fieldLine(layer: ContextsLayer, field: ContextField, columns: number): Line {
	const [label, hint] = labels[field];
	const isFocused = layer.focus === field;
	const {text} = layer.fields[field];
	const parts = isFocused ? fieldSpans(layer.fields[field], columns - 20) : text === '' ? [] : [span(safeText(text))];
	return line(
		span(isFocused ? ' > ' : '   ', 'accent'),
		span(label.padEnd(12), isFocused ? 'accent' : 'dim'),
		...parts,
		text === '' && span(`${isFocused ? '  ' : ''}${hint}`, 'dim'),
	);
}
