import {safeText} from '../../payload/safe-text.ts';
import {span, type Span} from '../line.ts';
import {graphemes, type TextField} from '../text-field.ts';

/** A field of text with its cursor drawn in reverse, scrolled so that the cursor is in view. */
export function fieldSpans(field: TextField, width: number): readonly Span[] {
	const parts = graphemes(field.text).map(part => safeText(part));
	const from = Math.max(0, field.cursor - width + 2);
	const before = parts.slice(from, field.cursor).join('');
	const at = parts[field.cursor] ?? ' ';
	const after = parts.slice(field.cursor + 1, from + width).join('');
	return [span(before, 'field'), span(at, 'selection'), span(after, 'field')];
}
