import {safeText} from '../payload/safe-text.ts';
import type {Action} from './action.ts';
import {actionsHere, disabledReason} from './actions.ts';
import {keyName, keysOf} from './key-names.ts';
import {loginLostKeys, loginLostLines, loginLostMark} from './contexts/login-lost.ts';
import {isAllLost, outageLines, outageMark} from './contexts/outage.ts';
import {layerOf} from './layers.ts';
import {operationName} from './layers/gate-rules.ts';
import type {LayerView} from './layers/layer.ts';
import {blank, fitLine, fitRows, line, lineWidth, span, spread, type Line, type Span} from './line.ts';
import {drawable} from './glyphs.ts';
import {listFailedLines} from './list-failed.ts';
import {header} from './header.ts';
import {hasFilterLine, leftPlace, screenArea} from './layout.ts';
import {alarmsOf} from './now/state.ts';
import {placeBody, tabSpans} from './place-body.ts';
import {panes, type Place} from './place.ts';
import {definitionOf} from './places.ts';
import {sheetOf} from './sheets.ts';
import {currentPlace, listOf, noticeShownMs, type State} from './state.ts';
import {stripLines} from './strips.ts';
import {paint} from './theme.ts';
import {paneCount} from './pane-count.ts';

/** Below this the frame cannot say what it must. */
const columnsMin = 80;
const rowsMin = 20;

/** The whole screen, top to bottom, each row exactly as wide as the screen. */
export function frameLines(state: State): readonly Line[] {
	const {columns, rows} = state.size;
	if (columns < columnsMin || rows < rowsMin) return fitRows([tooSmall(state)], rows).map(row => drawn(fitLine(row, columns), state));
	const view = layerView(state);
	const filter = hasFilterLine(state) || view.filter ? [view.filter ?? (view.body ? rule(state) : placeLine(state))] : [];
	const strips = stripLines(state);
	const bodyRows = rows - 5 - filter.length - strips.length;
	return [
		header(state),
		withMark(state, width => view.head ?? crumbs(state, view, width)),
		...filter,
		...fitRows(view.body ?? bodyOfPlace(state, bodyRows), bodyRows),
		...strips,
		rule(state),
		statusLine(state, view),
		keysLine(state, view),
	].map(row => drawn(fitLine(row, columns), state));
}

/** A layer covers both sides of a divided screen. */
function layerView(state: State): LayerView {
	if (!state.layer) return {};
	const {view, columnsMax = state.size.columns} = layerOf(state.layer);
	const area = screenArea(state);
	return view(state, state.layer, {...area, columns: Math.min(area.columns, columnsMax)});
}

/** One line that asks for more room, and says what burns all the same. */
function tooSmall(state: State): Line {
	const {columns, rows} = state.size;
	const {worst} = alarmsOf(state);
	return line(
		span(worst === undefined ? '' : ` ${safeText(worst)} `, 'fail'),
		` sluice needs ${columnsMin}x${rowsMin}; this is ${columns}x${rows}.`,
	);
}

/** Where not all of Unicode can be drawn, in what can. */
function drawn(row: Line, {glyphs}: State): Line {
	return glyphs.charset === 'unicode' ? row : row.map(part => ({...part, text: drawable(part.text, glyphs)}));
}

export function paintFrame(state: State): readonly string[] {
	return frameLines(state).map(row => paint(row, state.theme));
}

/** While the login has ended or nothing answers, the lower part says so; what was read stays above. */
function bodyOfPlace(state: State, rows: number): readonly Line[] {
	const {columns} = state.size;
	const lost = troubleLines(state, columns);
	if (lost.length === 0) return placeBody(state);
	if (state.login.status !== 'ended' && isAllLost(state)) return [blank, ...lost];
	const kept = Math.max(0, rows - lost.length);
	return [...fitRows(placeBody({...state, size: {...state.size, rows: state.size.rows - lost.length}}), kept), ...lost];
}

/** The worst that keeps the place from being read anew. */
function troubleLines(state: State, columns: number): readonly Line[] {
	if (state.login.status === 'ended') return loginLostLines(state, columns);
	const outage = outageLines(state, columns);
	return outage.length > 0 ? outage : listFailedLines(state, columns);
}

/** What keeps the place from being read anew stands at the right end of its line, which has the rest. */
function withMark(state: State, rowOf: (width: number) => Line): Line {
	const {columns} = state.size;
	const mark = loginLostMark(state) ?? outageMark(state);
	if (!mark) return rowOf(columns);
	const right = [span(' '), ...mark, span(' ')];
	return spread(rowOf(columns - lineWidth(right)), right, columns);
}

function rule(state: State): Line {
	return line(span(state.glyphs.rule.repeat(state.size.columns), 'dim'));
}

/** The panes at the root of one; deeper, the way here. */
function crumbs(state: State, view: LayerView, width: number): Line {
	const left = leftPlace(state);
	// What stands on the right has its name there.
	const stack = left ? state.stacks[state.pane].slice(0, -1) : state.stacks[state.pane];
	const pane = panes.find(({id}) => id === state.pane);
	const layerNames = view.body ? layerCrumbs(state) : [];
	if (stack.length === 1 && layerNames.length === 0) return tabsLine(state, width);
	const names = stack.map(place => definitionOf(place).crumb(place)).filter(name => name !== undefined);
	const parts = [
		`${pane?.key} ${pane?.label}`,
		...names.map(name => safeText(name)),
		...layerNames.filter(name => !names.includes(name)).map(name => safeText(name)),
	];
	const place = left ?? currentPlace(state);
	const spans = parts.flatMap((part, index): Span[] => [
		span(index === 0 ? ' ' : ` ${state.glyphs.path} `, 'dim'),
		span(part, index === parts.length - 1 ? 'bold' : undefined),
	]);
	const aside = layerNames.length > 0 ? blank : asideOf(state, place, width - lineWidth(spans) - asideMargin);
	// What is on the right keeps its distance from what is cut for it.
	return spread(spans, lineWidth(aside) === 0 ? [] : [span('  '), ...aside, span(' ')], width);
}

const asideMargin = 3;

/** The whole of it, or its short form; where not even that has room beside a mark of trouble, nothing. */
function asideOf(state: State, place: Place, room: number): Line {
	const definition = definitionOf(place);
	const whole = definition.aside?.(state, place) ?? blank;
	if (lineWidth(whole) <= room) return whole;
	const short = definition.asideShort?.(state, place) ?? whole;
	if (lineWidth(short) <= room) return short;
	return loginLostMark(state) || outageMark(state) ? blank : short;
}

/** What the layer adds to the way: the thing it is about, and what it is. */
function layerCrumbs(state: State): readonly string[] {
	const {layer} = state;
	switch (layer?.type) {
		case 'sheet':
			return [layer.subject['name'] ?? layer.subject['stream'] ?? [], sheetOf(layer.kind).crumb].flat();
		case 'doctor':
			return [layer.thing.name, 'why'];
		case 'details':
			return [layer.title];
		case 'help':
			return ['help'];
		case 'gate':
			return layer.plan.status === 'ready' && layer.plan.value.subject.kind !== 'messages'
				? [layer.plan.value.subject.name, operationName(layer.operation)]
				: [operationName(layer.operation)];
		default:
			return [];
	}
}

function tabsLine(state: State, width: number): Line {
	const spans: Span[] = [];
	for (const pane of panes) {
		const count = paneCount(state, pane.id);
		const label = `${pane.key} ${pane.label}${count === '' ? '' : ` ${count}`}`;
		spans.push(span(spans.length === 0 ? ' ' : '   '), span(label, pane.id === state.pane ? 'selection' : undefined));
	}
	const used = lineWidth(spans);
	return [...spans, span(' '), span(state.glyphs.rule.repeat(Math.max(0, width - used - 1)), 'dim')];
}

/** Third row of a place: its tabs or its filter, and the order of what is shown. */
function placeLine(state: State): Line {
	const place = leftPlace(state) ?? currentPlace(state);
	const definition = definitionOf(place);
	const {filter} = listOf(state, place);
	const order = definition.order?.(state, place) ?? blank;
	const filterWidth = filter === '' ? 0 : 11 + lineWidth([span(safeText(filter))]);
	const left = tabSpans(state, place, state.size.columns - lineWidth(order) - filterWidth - 3);
	const hasTabs = left.length > 0;
	if (filter !== '') left.push(span(hasTabs ? '   filter  ' : ' filter  ', 'dim'), span(safeText(filter), 'match'));
	// Tabs end in a rule, as the panes do.
	const room = state.size.columns - lineWidth(left) - lineWidth(order) - 2;
	if (hasTabs && room > 0) left.push(span(' '), span(state.glyphs.rule.repeat(lineWidth(order) === 0 ? room + 1 : room - 1), 'dim'));
	if (hasTabs && lineWidth(order) === 0) return left;
	return spread(left, [...order, span(' ')], state.size.columns);
}

function statusLine(state: State, view: LayerView): Line {
	if (state.failure !== undefined) return line(span(` ${safeText(state.failure)}`, 'fail'));
	const place = currentPlace(state);
	if (state.login.status === 'ended' && !state.layer) return line(' Next try when the login changes, or r. No calls are made meanwhile.');
	const left = view.status ?? definitionOf(place).status(state, place);
	const notice = state.notices.at(-1);
	const isFresh = notice && state.nowMs - notice.atMs < noticeShownMs;
	if (!isFresh) return left;
	const said = line(span(` ${safeText(notice.text)} `, notice.isFailure ? 'fail' : 'ok'));
	// What a sheet or dialog says about itself matters more than what was just done.
	if (view.status && lineWidth(left) + lineWidth(said) > state.size.columns) return left;
	return spread(left, said, state.size.columns);
}

/** What works here and now, most used first, cut at the edge; help and palette never fall off. */
function keysLine(state: State, view: LayerView): Line {
	const {columns} = state.size;
	if (state.login.status === 'ended' && !state.layer) return keySpans(state, loginLostKeys, columns);
	if (view.keys)
		return keySpans(
			state,
			view.keys.map(([key, hint]) => [key, hint]),
			columns,
		);
	const hints = actionsHere(state).filter(
		action => hintOf(action, state) !== '' && keysOf(action, state.bindings).length > 0 && disabledReason(action, state) === undefined,
	);
	const never = new Set(['palette', 'help']);
	const tail = keySpans(
		state,
		hints
			.filter(action => never.has(action.id))
			.map(action => [keyName(keysOf(action, state.bindings)[0] ?? '', state.glyphs), hintOf(action, state)]),
		columns,
	);
	const place = currentPlace(state);
	const first = definitionOf(place).keysFirst?.(place) ?? [];
	const isEnter = (action: Action): boolean => keysOf(action, state.bindings)[0] === 'enter';
	const rank = (action: Action): number => {
		const index = first.indexOf(action.id);
		return index === -1 ? first.length + Number(!isEnter(action)) : index;
	};
	const pairs = hints
		.filter(action => !never.has(action.id))
		.toSorted((a, b) => rank(a) - rank(b))
		.map((action): [string, string] => [keysText(action, state), hintOf(action, state)]);
	return [...keySpans(state, pairs, columns - lineWidth(tail) - 1), span(' '), ...tail];
}

function keySpans(state: State, pairs: ReadonlyArray<readonly [string, string]>, width: number): Line {
	const spans: Span[] = [];
	let used = 1;
	for (const [key, hint] of pairs) {
		const shown = state.glyphs.enter === '⏎' ? key : key.replace('⏎', 'Enter').replace('↑↓', 'Up/Dn');
		const partWidth = lineWidth([span(`${shown} ${hint}`)]) + 2;
		if (used + partWidth > width) break;
		spans.push(span(spans.length === 0 ? ' ' : '  '), span(shown, 'accent'), span(` ${hint}`));
		used += partWidth;
	}
	return spans;
}

function keysText(action: Action, state: State): string {
	const keys = keysOf(action, state.bindings);
	return action.hintKeys !== undefined && keys === action.keys ? action.hintKeys : keyName(keys[0] ?? '', state.glyphs);
}

function hintOf(action: Action, state: State): string {
	return typeof action.hint === 'function' ? action.hint(state) : (action.hint ?? '');
}
