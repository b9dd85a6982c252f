/** A whole number typed by a person, within bounds; undefined when it is none. */
export function wholeNumber(text: string | undefined, bounds: {readonly min: number; readonly max: number}): number | undefined {
	if (text === undefined || !/^\d{1,15}$/.test(text.trim())) return undefined;
	const value = Number(text);
	return value >= bounds.min && value <= bounds.max ? value : undefined;
}
