import {expect, test} from 'vitest';
import {isVersionAtLeast} from '../../source/shared/version.ts';

test.each([
	['24.5.0', true],
	['24.4.1', false],
	['24.10.0', true],
	['25.0.0', true],
	['22.20.0', false],
])('%s is at least 24.5: %s', (version, expected) => {
	expect(isVersionAtLeast(version, 24, 5)).toBe(expected);
});
