/** Whether a version such as `24.5.0` is one or newer. */
export function isVersionAtLeast(version: string, major: number, minor: number): boolean {
	const [found = 0, minorFound = 0] = version.split('.').map(Number);
	return found > major || (found === major && minorFound >= minor);
}
