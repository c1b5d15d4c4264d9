import { spawn } from "node:child_process";
import { once } from "node:events";
import { networkInterfaces } from "node:os";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { expect } from "chai";
import { MachineError } from "../../../../local/machine-error.ts";
import { startEngine } from "../../../../local/services/dynamodb/engine.ts";
import { eventually } from "../../eventually.ts";

async function isListening(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port });
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

describe("startEngine", () => {
  it("listens on loopback and no other address, until it is stopped", async () => {
    const engine = await startEngine({ ...process.env, BERTH_DYNAMODB_ENDPOINT: undefined });
    const { hostname, port } = new URL(engine.url);
    expect(hostname).to.equal("127.0.0.1");
    expect(await isListening("127.0.0.1", Number(port))).to.equal(true);
    const others = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses);
    for (const { address, internal, family } of others) {
      if (!internal && family === "IPv4") expect(await isListening(address, Number(port)), address).to.equal(false);
    }
    await engine.stop();
    expect(await isListening("127.0.0.1", Number(port))).to.equal(false);
  });

  it("says in one line what to do when there is no Java", async () => {
    let error: unknown;
    try {
      await startEngine({ PATH: "/nonexistent" });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).to.be.instanceOf(MachineError);
    expect((error as MachineError).message)
      .to.match(/^Java is not on the PATH: install a JDK of version 17 or newer, or set BERTH_DYNAMODB_ENDPOINT/)
      .and.not.include("\n");
  });

  it("uses the engine that BERTH_DYNAMODB_ENDPOINT names, and leaves it running", async () => {
    const engine = await startEngine({ PATH: "/nonexistent", BERTH_DYNAMODB_ENDPOINT: "http://127.0.0.1:1" });
    expect(engine.url).to.equal("http://127.0.0.1:1");
    await engine.stop();
  });

  it("ends with the process that started it, however that dies", async () => {
    const source = new URL("../../../../local/services/dynamodb/engine.ts", import.meta.url).href;
    const script = `const { startEngine } = await import(${JSON.stringify(source)}); console.log((await startEngine()).url);`;
    const environment = { ...process.env };
    delete environment.BERTH_DYNAMODB_ENDPOINT;
    const parent = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", script], {
      env: environment,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [url] = (await once(createInterface({ input: parent.stdout }), "line")) as [string];
    const port = Number(new URL(url).port);
    expect(await isListening("127.0.0.1", port)).to.equal(true);
    parent.kill("SIGKILL");
    await eventually(async () => !(await isListening("127.0.0.1", port)));
  });
});
