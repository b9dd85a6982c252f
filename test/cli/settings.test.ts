import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {useEngine} from './on-engine.ts';

const at = useEngine();

/** An environment with this settings file. */
function withSettings(settings: object): {environment: Record<string, string>} {
	const home = mkdtempSync(join(tmpdir(), 'sluice-settings-'));
	mkdirSync(join(home, 'sluice'));
	writeFileSync(join(home, 'sluice', 'settings.json'), JSON.stringify(settings));
	return {environment: {XDG_CONFIG_HOME: home}};
}

test('the mode of the settings holds where no flag says otherwise', async () => {
	await at.queue('settled');
	const settings = withSettings({mode: 'look'});

	expect((await at.run(['purge', 'settled', '--yes'], settings)).code).toBe(3);
	expect((await at.run(['purge', 'settled', '--yes', '--mode', 'change'], settings)).code).toBe(0);
});

test('read-only settings are not widened by a flag', async () => {
	await at.queue('settled-read-only');

	const run = await at.run(['peek', 'settled-read-only', '--mode', 'change'], withSettings({mode: 'read-only'}));

	expect(run.code).toBe(3);
});

test('a region of the settings holds where neither a flag nor the shell says otherwise', async () => {
	await at.queue('settled-region');
	const {environment} = withSettings({region: 'eu-west-1'});
	const list = async (region: string, ...flags: readonly string[]): Promise<string> =>
		(await at.run(['queues', 'settled-region', ...flags], {environment: {...environment, AWS_REGION: region}})).stdout;

	expect(await list('')).toBe('');
	expect(await list('', '--region', 'us-east-1')).toContain('settled-region');
	expect(await list('us-east-1')).toContain('settled-region');
});
