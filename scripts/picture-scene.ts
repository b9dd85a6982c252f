import {startProgram, type ProgramOptions} from '../test/helpers/pty.ts';
import type {ScreenBuffer} from '../test/helpers/screen-buffer.ts';
import {parseKeys} from '../test/helpers/screen-keys.ts';

/** What to do before the picture: press keys (`jj<enter>`), or wait for a text. */
export type Step = {readonly keys: string} | {readonly wait: string | RegExp};

export type Scene = ProgramOptions & {readonly steps: readonly Step[]};

export type Settling = {
	/** How long each wait may take. */
	readonly withinMs: number;
	/** How long the screen may settle before the picture. */
	readonly settleMs: number;
};

/**
Plays a scene in a real terminal and shows its screen.

@throws Error with a copy of the screen, when something waited for does not come.
*/
export async function playScene(scene: Scene, settling: Settling, show: (screen: ScreenBuffer) => void): Promise<void> {
	const program = startProgram(scene);
	try {
		for (const step of scene.steps) {
			if ('keys' in step) await program.press(...parseKeys(step.keys));
			else await program.waitFor(step.wait, {withinMs: settling.withinMs});
		}
		await new Promise(resolve => setTimeout(resolve, settling.settleMs));
	} finally {
		show(program.screen);
		await program.stop();
	}
}
