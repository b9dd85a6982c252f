/** A setting as data: the file's checks, `sluice config` and its help are made from it. */
export type Setting = {
	readonly name: string;
	readonly description: string;
	readonly kind: SettingKind;
};

export type SettingKind =
	| {readonly type: 'choice'; readonly values: readonly string[]}
	| {readonly type: 'text'; readonly placeholder: string}
	| {readonly type: 'pattern'}
	| {readonly type: 'yes-no'}
	/** Something with parts, as JSON. The console writes most of these itself. */
	| {readonly type: 'json'; readonly schema: object};

/** What a context's word in the header may stand on. */
export const badgeColours = ['red', 'yellow', 'green', 'blue', 'magenta', 'cyan'] as const;

/** Every setting, in the order of `sluice config list`. */
export const settingsTable = [
	{
		name: 'mode',
		description: 'What may be changed where no flag says otherwise',
		kind: {type: 'choice', values: ['read-only', 'look', 'change']},
	},
	{name: 'local', description: 'Open the local engine where nothing else is chosen', kind: {type: 'yes-no'}},
	{name: 'profile', description: 'Profile of ~/.aws/config where nothing else is chosen', kind: {type: 'text', placeholder: 'NAME'}},
	{
		name: 'region',
		description: 'Region where neither a flag, the environment nor the profile chooses',
		kind: {type: 'text', placeholder: 'REGION'},
	},
	{name: 'endpointUrl', description: 'Endpoint where nothing else is chosen', kind: {type: 'text', placeholder: 'URL'}},
	{
		name: 'prodPattern',
		description: 'Names of production, as a regular expression in any case; default prod|prd|live',
		kind: {type: 'pattern'},
	},
	{
		name: 'prodMarks',
		description: 'Contexts that are production, or are not, whatever their names',
		kind: {type: 'json', schema: {type: 'object', additionalProperties: {type: 'boolean'}}},
	},
	{name: 'prodWord', description: 'What the header calls production; default PROD', kind: {type: 'text', placeholder: 'WORD'}},
	{name: 'prodColour', description: 'On which colour; default red', kind: {type: 'choice', values: badgeColours}},
	{
		name: 'badges',
		description: 'Word and colour of single contexts: {"acme-stage": {"word": "STAGE", "colour": "yellow"}}',
		kind: {
			type: 'json',
			schema: {
				type: 'object',
				additionalProperties: {
					type: 'object',
					properties: {word: {type: 'string', maxLength: 12}, colour: {type: 'string', enum: badgeColours}},
					additionalProperties: false,
				},
			},
		},
	},
	{
		name: 'theme',
		description: 'Colours of the console',
		kind: {type: 'choice', values: ['terminal', 'dark', 'light', 'contrast', 'none']},
	},
	{
		name: 'glyphs',
		description: 'What bars and rules are drawn with',
		kind: {type: 'choice', values: ['auto', 'unicode', 'ascii']},
	},
	{
		name: 'keys',
		description: 'Keys of the console by action: {"queue.peek": ["P"]}',
		kind: {type: 'json', schema: {type: 'object', additionalProperties: {type: 'array', items: {type: 'string'}}}},
	},
	{
		name: 'bodies',
		description: 'How the bodies of a queue or stream are shown, by its name',
		kind: {type: 'json', schema: {type: 'object', additionalProperties: {type: 'string', enum: ['pretty', 'raw', 'hex']}}},
	},
	{
		name: 'metrics',
		description: 'Whether CloudWatch may be asked, by context: it has a price',
		kind: {type: 'json', schema: {type: 'object', additionalProperties: {type: 'string', enum: ['yes', 'no']}}},
	},
	{
		name: 'lists',
		description: 'Columns and order of lists: {"queues": {"hidden": ["5 MIN"], "sort": "-READY"}}',
		kind: {
			type: 'json',
			schema: {
				type: 'object',
				additionalProperties: {
					type: 'object',
					properties: {
						hidden: {type: 'array', items: {type: 'string'}},
						tags: {type: 'array', items: {type: 'string'}},
						attributes: {type: 'array', items: {type: 'string'}},
						sort: {type: 'string'},
					},
					additionalProperties: false,
				},
			},
		},
	},
	{
		name: 'pins',
		description: 'Things that stay on top, by context and list',
		kind: {type: 'json', schema: {type: 'object', additionalProperties: {type: 'array', items: {type: 'string'}}}},
	},
	{
		name: 'filters',
		description: 'Filters that were saved, by the kind of list',
		kind: {type: 'json', schema: {type: 'object', additionalProperties: {type: 'object', additionalProperties: {type: 'string'}}}},
	},
	{
		name: 'ignored',
		description: 'Until when findings are hidden, in milliseconds since 1970, by context and finding',
		kind: {type: 'json', schema: {type: 'object', additionalProperties: {type: 'number'}}},
	},
] as const satisfies readonly Setting[];

/** The checks of the settings file, as a JSON schema. */
export function schemaOf({kind}: Setting): object {
	switch (kind.type) {
		case 'choice':
			return {type: 'string', enum: kind.values};
		case 'text':
		case 'pattern':
			return {type: 'string'};
		case 'yes-no':
			return {type: 'boolean'};
		case 'json':
			return kind.schema;
	}
}
