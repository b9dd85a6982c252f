/**
Photographs the real program on its demo: docs/screenshots/*.svg.

  node scripts/screenshots.ts                    all scenes
  node scripts/screenshots.ts queues tail        these
  node scripts/screenshots.ts --png /tmp/look    PNG as well, into that folder

Ends with 1 when a screen did not come; the others are still taken.
*/
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {svgToPng} from './picture-png.ts';
import {playScene} from './picture-scene.ts';
import {screenToSvg} from './picture-svg.ts';
import {scenes, sizes, type ScreenshotScene} from './screenshot-scenes.ts';

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {
		png: {type: 'string'},
		out: {type: 'string', default: fileURLToPath(new URL('../docs/screenshots', import.meta.url))},
		settle: {type: 'string', default: '1500'},
		within: {type: 'string', default: '20000'},
	},
});

const unknown = positionals.filter(name => !scenes.some(scene => scene.name === name));
if (unknown.length > 0) {
	process.stderr.write(`No such scene: ${unknown.join(', ')}. There are: ${scenes.map(scene => scene.name).join(', ')}\n`);
	process.exit(2);
}

async function take(scene: ScreenshotScene): Promise<void> {
	const settling = {withinMs: Number(values.within), settleMs: scene.settleMs ?? Number(values.settle)};
	// A free port: another engine may be running on this machine.
	const program = {values: ['demo', '--port', '0'], ...sizes[scene.size], steps: scene.steps};
	await playScene(program, settling, screen => {
		const svg = screenToSvg(screen, {title: scene.title});
		writeFileSync(join(values.out, `${scene.name}.svg`), svg);
		if (values.png) writeFileSync(join(values.png, `${scene.name}.png`), svgToPng(svg));
	});
}

mkdirSync(values.out, {recursive: true});
if (values.png) mkdirSync(values.png, {recursive: true});

// One after the other: each starts an engine and traffic of its own.
for (const scene of scenes.filter(({name}) => positionals.length === 0 || positionals.includes(name))) {
	try {
		await take(scene);
		process.stdout.write(`${scene.name}\n`);
	} catch (error) {
		process.exitCode = 1;
		process.stderr.write(`${scene.name}: ${error instanceof Error ? error.message : String(error)}\n`);
	}
}
