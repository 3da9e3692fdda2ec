using System.CommandLine;
using Sluice.Core.Config;
using Sluice.Core.Stages.Inference;
using Sluice.Host.Bench.Gpu;
using Sluice.Native.Cuda;

namespace Sluice.Host.Commands;

/// <summary><c>sluice bench gpu</c>: how fast an NVIDIA GPU decodes, pre-processes and runs a model, and what is copied meanwhile.</summary>
internal static class GpuBenchCommand
{
    public static Command Create()
    {
        var video = new Argument<string>("video") { Description = "A clip." };
        var model = new Argument<string>("model") { Description = "A model folder or an .onnx file." };
        var sources = new Option<int>("--sources") { Description = "How many sources read the clip at once.", DefaultValueFactory = _ => 1 };
        var device = new Option<int>("--device") { Description = "The GPU's number.", DefaultValueFactory = _ => 0 };
        var runs = new Option<string?>("--model-device") { Description = "Where the model runs, as a graph's models write it; left out, on the same GPU: cuda:N.", HelpName = "DEVICE" };
        var card = ModelArguments.Card();
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("gpu", "Decode on a GPU; decode and pre-process; decode and encode; run the bare model; run the whole graph: frames a second, and bytes copied.") { video, model, sources, device, runs, card, json };
        command.SetAction(async (parsed, _) =>
        {
            using var stop = new Interrupts();
            var (copies, index) = (parsed.GetValue(sources), parsed.GetValue(device));
            if (copies is < 1 or > 1024) throw new UsageException($"--sources {copies}: write a number from 1 to 1024.");
            if (index < 0) throw new UsageException($"--device {index}: write a number from 0.");
            var where = parsed.GetValue(runs) ?? $"cuda:{index}";
            if (ModelDevice.TryParseList(where) == null) throw new UsageException($"--model-device {where}: it is {ModelDevice.Known}.");
            var graph = ModelOpener.Graph(parsed.GetValue(model)!, parsed.GetValue(card)!, parsed.GetValue(video)!, copies);
            if (graph.Sources[0].Kind != SourceKind.File) throw new UsageException($"bench gpu needs a file, '{parsed.GetValue(video)}' is none.");

            // After the arguments: what is wrong with those is wrong on every machine.
            if (CudaDriver.TryOpen(out var reason) is not { } driver) return await RefuseAsync(reason);
            if (index >= driver.Devices.Count) return await RefuseAsync($"no CUDA device {index}: the driver has {driver.Devices.Count}, counted from 0");
            graph = graph with
            {
                Sources = [.. graph.Sources.Select(source => source with { Decode = new() { Device = $"cuda:{index}" } })],
                Models = [.. graph.Models.Select(entry => entry with { Device = where })],
            };
            await new GpuBench(graph, driver, index).RunAsync(parsed.GetValue(json), stop.Token);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<int> RefuseAsync(string reason)
    {
        await Console.Error.WriteLineAsync(reason);
        return ExitCode.Failed;
    }
}
