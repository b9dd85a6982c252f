import {UsageError} from '../../shared/errors.ts';
import {completions, namesOf} from '../complete.ts';
import {defineCommand, type Invocation} from '../command.ts';
import {exitCodes} from '../exit-code.ts';
import {defaultPort} from '../local-engine.ts';

/** Each asks `sluice completion words -- WORD…` for what may stand in place of the last word. */
const scripts: Readonly<Record<string, string>> = {
	// Not COMP_WORDS: bash splits words at : and =, which endpoints, ARNs and URLs have; for the same reason it wants only what follows the last of them.
	bash: `_sluice() {
	local line="\${COMP_LINE:0:COMP_POINT}" typed before
	local -a words
	read -ra words <<< "$line"
	[[ "$line" == *[[:space:]] ]] && words+=('')
	typed="\${words[\${#words[@]}-1]}"
	before="\${typed%"\${typed##*[:=]}"}"
	COMPREPLY=()
	while IFS= read -r word; do COMPREPLY+=("\${word#"$before"}"); done < <(sluice completion words -- "\${words[@]:1}" 2>/dev/null)
}
complete -o default -F _sluice sluice
`,
	zsh: `#compdef sluice
_sluice() {
	local -a found
	found=("\${(@f)$(sluice completion words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
	compadd -- $found
}
compdef _sluice sluice
`,
	fish: `complete -c sluice -f -a '(sluice completion words -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'
`,
};

const localUrl = `http://127.0.0.1:${defaultPort}`;

export const completionCommand = defineCommand({
	name: 'completion',
	summary: 'Completion for bash, zsh and fish: commands, flags, profiles, and names of what there is',
	takes: 'bash|zsh|fish',
	inputMin: 1,
	inputMax: 1000,
	description: `Prints a script for the shell. It asks sluice itself for what may follow, so new commands and flags need no new script.
Names of queues, topics and streams are read where the typed flags point to, and waited for 2 s at most.`,
	flags: {},
	examples: [
		['sluice completion bash', 'In ~/.bashrc: eval "$(sluice completion bash)"'],
		['sluice completion zsh', 'In ~/.zshrc, after compinit: eval "$(sluice completion zsh)"'],
		['sluice completion fish > ~/.config/fish/completions/sluice.fish', 'Once'],
	],
	async run(invocation) {
		const [shell = '', ...words] = invocation.input;
		if (shell === 'words') return printWords(invocation, words);
		const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
		if (script === undefined || words.length > 0)
			throw new UsageError(`sluice completion takes bash, zsh or fish, not "${[shell, ...words].join(' ')}".`);
		invocation.stdout.write(script);
		return exitCodes.done;
	},
});

async function printWords(invocation: Invocation, words: readonly string[]): Promise<number> {
	const value = (flag: string): string | undefined => {
		const index = words.indexOf(flag);
		return index === -1 ? undefined : words[index + 1];
	};
	const globals = {
		...invocation.globals,
		readOnly: true,
		profile: value('--profile'),
		region: value('--region'),
		// A key that completes must start no engine: one that runs is asked.
		endpointUrl: value('--endpoint-url') ?? (words.includes('--local') ? localUrl : undefined),
	};
	const found = await completions(words, {
		// Handed in by who holds the table: it holds this command, too.
		commands: invocation.commands,
		environment: invocation.environment,
		names: noun => namesOf({...invocation, globals}, noun),
	});
	if (found.length > 0) invocation.stdout.write(`${found.join('\n')}\n`);
	return exitCodes.done;
}
