// Bundles the page's scripts, styles and workers into gateway/door/graphiql, compressed as they are served.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import esbuild from 'esbuild';

const OUT = '../gateway/door/graphiql';
const MONACO = 'node_modules/monaco-editor/esm/vs';

// GraphiQL formats JSON with a JavaScript parser and printer of 540 kB; what reads JSON already can write it too.
const formatJsonWithoutPrettier = {
  name: 'format JSON without prettier',
  setup(build) {
    build.onLoad({ filter: /@graphiql\/react\/dist\/utility\/jsonc\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const start = source.indexOf('async function formatJSONC');
      const end = source.indexOf('var formatter =');
      if (start < 0 || end < start) throw new Error('formatJSONC is not where it was: look at jsonc.js again.');
      const imports = "import { applyEdits, format } from 'jsonc-parser';\n";
      const ours = `async function formatJSONC(content) {
        return applyEdits(content, format(content, undefined, { insertSpaces: true, tabSize: 2 }));
      }\n`;
      return { contents: imports + source.slice(0, start) + ours + source.slice(end), loader: 'js' };
    });
  },
};

// A tab that begins with a comment is known by it, whichever of its operations runs.
const nameTabsByTheirComment = {
  name: 'name tabs by their comment',
  setup(build) {
    build.onLoad({ filter: /@graphiql\/react\/dist\/utility\/tabs\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const named = source
        .replace('title: operationName ||', 'title: /^# (.{1,40})\\n/.exec(query ?? "")?.[1] || operationName ||')
        .replace('title: newTab.operationName ||', 'title: /^# (.{1,40})\\n/.exec(newTab.query ?? "")?.[1] || newTab.operationName ||');
      if (named.split('.{1,40}').length !== 3) throw new Error('A title is not where it was: look at tabs.js again.');
      return { contents: named, loader: 'js' };
    });
  },
};

// GraphiQL asks which operation to run, each time; ours runs the one at the cursor, and lets choose another.
const runAtCursor = {
  name: 'run at the cursor',
  setup(build) {
    build.onLoad({ filter: /@graphiql\/react\/dist\/components\/execute-button\/index\.js$/ }, () => ({
      contents: "export { RunButton as ExecuteButton } from './src/run.jsx';",
      resolveDir: process.cwd(),
    }));
  },
};

const common = {
  bundle: true,
  minify: true,
  outdir: OUT,
  assetNames: '[name]',
  format: 'iife',
  target: ['es2022'],
  jsx: 'automatic',
  legalComments: 'none',
  loader: { '.ttf': 'file' },
  define: { 'process.env.NODE_ENV': '"production"' },
  metafile: true,
};

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
const page = await esbuild.build({
  ...common,
  entryPoints: { main: 'src/main.jsx' },
  external: ['graphql-ws'],
  plugins: [formatJsonWithoutPrettier, nameTabsByTheirComment, runAtCursor],
});
const workers = await esbuild.build({
  ...common,
  entryPoints: {
    'editor.worker': `${MONACO}/editor/editor.worker.js`,
    'json.worker': `${MONACO}/language/json/json.worker.js`,
    'graphql.worker': 'node_modules/monaco-graphql/esm/graphql.worker.js',
  },
});
writeFileSync(join(OUT, 'licences.txt'), licences([page.metafile, workers.metafile]));

for (const name of readdirSync(OUT)) {
  const path = join(OUT, name);
  writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
  console.log(name, statSync(path).size, statSync(`${path}.gz`).size);
  rmSync(path);
}

// What the licences of the bundled packages ask for: their notices go along with the copies.
function licences(metafiles) {
  const folders = new Set();
  for (const { inputs } of metafiles) {
    for (const input of Object.keys(inputs)) {
      const found = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input);
      if (found) folders.add(found[0]);
    }
  }
  return [...folders].sort().map(notice).join('\n\n');
}

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|thirdpartynotices|notice)/i.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return [`${name} ${version} (${license})`, ...texts].join('\n\n');
}
