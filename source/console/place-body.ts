import {safeText} from '../payload/safe-text.ts';
import {layoutOf, sideBody} from './layout.ts';
import {beside, blank, line, lineWidth, span, spread, type Area, type Line, type Span} from './line.ts';
import type {Place} from './place.ts';
import {definitionOf} from './places.ts';
import {currentPlace, type State} from './state.ts';

/** The body of the place on screen; on a wide one with the thing under the cursor beside the list. */
export function placeBody(state: State): readonly Line[] {
	const place = currentPlace(state);
	const definition = definitionOf(place);
	const layout = layoutOf(state);
	switch (layout.type) {
		case 'whole':
			return definition.body(state, place, layout.area);
		case 'detail':
			return sideBySide(state, {
				list: layout.list,
				side: layout.detail,
				left: definition.body(state, place, layout.list),
				right: definition.detail?.(state, place, layout.detail) ?? [],
			});
		case 'beside': {
			const left = definition.body(state, place, layout.list);
			const right = layout.place ? side(state, layout.place, {area: layout.side, hasKeys: false}) : [];
			return sideBySide(state, {list: layout.list, side: layout.side, left, right: right.map(withoutCursor)});
		}
		case 'inside': {
			const left = definitionOf(layout.left).body(state, layout.left, layout.list);
			const right = side(state, place, {area: layout.side, hasKeys: true});
			return sideBySide(state, {list: layout.list, side: layout.side, left: left.map(withoutCursor), right});
		}
	}
}

/** The tabs of a place, the current one in brackets; where not all fit, those from the current one on. */
export function tabSpans(state: State, place: Place, width = Number.POSITIVE_INFINITY): Span[] {
	const tabs = definitionOf(place).tabs?.(state, place) ?? [];
	const spans = tabs.map((tab, index): Span[] => [
		span(index === 0 ? ' ' : '  '),
		tab.isCurrent ? span(`[${tab.label}]`, 'accent') : span(tab.label),
	]);
	if (lineWidth(spans.flat()) <= width) return spans.flat();
	const current = Math.max(
		0,
		tabs.findIndex(tab => tab.isCurrent),
	);
	const more = span(`  ${state.glyphs.ellipsis}`, 'dim');
	const shown: Span[] = current > 0 ? [span(` ${state.glyphs.ellipsis}`, 'dim')] : [];
	for (const [index, parts] of spans.slice(current).entries()) {
		const isLast = current + index === tabs.length - 1;
		// The current one is always there.
		if (index > 0 && lineWidth([...shown, ...parts, ...(isLast ? [] : [more])]) > width) return [...shown, more];
		shown.push(...parts);
	}
	return shown;
}

function sideBySide(state: State, parts: {list: Area; side: Area; left: readonly Line[]; right: readonly Line[]}): readonly Line[] {
	const {list, side: right} = parts;
	return beside(parts.left, parts.right, {
		leftWidth: list.columns,
		rightWidth: right.columns,
		rows: list.rows,
		rule: state.glyphs.vertical,
	});
}

/** A place on the right: its name, its tabs, its body. */
function side(state: State, place: Place, options: {area: Area; hasKeys: boolean}): readonly Line[] {
	const {area, hasKeys} = options;
	const definition = definitionOf(place);
	const aside = definition.aside?.(state, place) ?? blank;
	const name = span(` ${safeText(definition.crumb(place) ?? '')} `, hasKeys ? 'selection' : 'bold');
	const end: Line = lineWidth(aside) === 0 ? blank : [span(' '), ...aside, span(' ')];
	const fill = Math.max(0, area.columns - lineWidth([name]) - lineWidth(end));
	const order = definition.order?.(state, place) ?? blank;
	return [
		line(name, span(state.glyphs.rule.repeat(fill), 'dim'), ...end),
		spread(tabSpans(state, place, area.columns - lineWidth(order) - 3), [...order, span(' ')], area.columns),
		...definition.body(state, place, sideBody(area)),
	];
}

/** Only one side has the keys: in the other the cursor's row is told by its `>` alone. */
function withoutCursor(row: Line): Line {
	return row.map(part => (part.look === 'selection' ? span(part.text, 'bold') : part));
}
