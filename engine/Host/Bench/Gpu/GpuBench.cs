using System.Globalization;
using System.Text.Json;
using Sluice.Core.Config;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Device;
using Sluice.Native.Cuda;
using Sluice.Native.FFmpeg;
using Sluice.Native.Nvml;
using Sluice.Native.Ort;
using Spectre.Console;

namespace Sluice.Host.Bench.Gpu;

/// <summary>
/// How fast a GPU takes a clip, layer by layer: decoding alone, decoding and pre-processing, decoding and encoding, the bare model on its device, the whole graph; the
/// last two again where the engine waits between pre-processing and model, and where runs are captured into CUDA graphs; a graph that picks
/// keyframes; and what crosses the bus meanwhile. The graph can be no faster than the slowest layer.
/// </summary>
/// <param name="graph">As many sources over one clip as are decoded at once, and a model.</param>
/// <param name="driver">The driver.</param>
/// <param name="device">The device's number.</param>
internal sealed class GpuBench(GraphConfig graph, CudaDriver driver, int device)
{
    private const int BareRuns = 200;
    private readonly List<GpuStep> _steps = [];
    private readonly string _clip = graph.Sources[0].Location;

    /// <summary>Measures and prints.</summary>
    /// <param name="json">As one JSON object.</param>
    /// <param name="stop">Ends it early.</param>
    public async Task RunAsync(bool json, CancellationToken stop)
    {
        driver.PreferBlocking(device);
        using var on = AvHardwareDevice.OpenCuda(device);
        using var gpu = new GpuDevice(driver, device);
        using var nvml = NvmlLibrary.TryOpen();
        using var registry = ModelOpener.Registry(graph);
        var engine = new EngineRun(graph, registry);
        var model = engine.Load(stop);
        var copies = graph.Sources.Length;
        foreach (var note in model.Notes) await Console.Error.WriteLineAsync($"the model {note}");

        // Once to warm up: the driver compiles the kernels, the model chooses its algorithms.
        await ReadAsync(1, on, gpu, model, false, stop);
        var refused = 0;
        await MeasureAsync(GpuLimit.Decode, nvml, async () =>
        {
            (var frames, refused) = await ReadAsync(copies, on, null, model, false, stop);
            return frames;
        });
        if (refused > 0) await Console.Error.WriteLineAsync($"{refused} frames were decoded on the CPU: the GPU refused the stream");
        await MeasureAsync("decode, pre-process", nvml, async () => (await ReadAsync(copies, on, gpu, model, false, stop)).Frames);
        if (EncoderCatalog.Fault(EncoderCatalog.Nvenc, on) is { } fault) await Console.Error.WriteLineAsync($"encode: not measured: no NVENC on cuda:{device}: {fault}");
        else await MeasureAsync("encode", nvml, async () => (await ReadAsync(copies, on, null, model, true, stop)).Frames);
        await MeasureAsync(GpuLimit.BareModel, nvml, () => Task.Run(() => RunBare(model, gpu, stop), stop));
        await MeasureAsync(GpuLimit.Graph, nvml, () => engine.RunAsync(0, stop));
        foreach (var way in GpuWay.Others(model)) await MeasureAsync(way, nvml, stop);
        await MeasureAsync("graph, keyframes alone", nvml, () => new EngineRun(GpuWay.Keyframes(graph), null) { Chooses = true }.RunAsync(0, stop));
        Print(json, copies, model);
    }

    // The same model on the device in another way: the bare runs, and the graph.
    private async Task MeasureAsync(GpuWay way, NvmlLibrary? nvml, CancellationToken stop)
    {
        var other = graph with { Models = [.. graph.Models.Select(way.Apply)] };
        using var gpu = new GpuDevice(driver, device);
        using var registry = ModelOpener.Registry(other);
        var engine = new EngineRun(other, registry);
        DetectionModel model;
        try
        {
            model = engine.Load(stop);
        }
        catch (ModelException refused)
        {
            // What cannot be captured is told; the rest is measured all the same.
            await Console.Error.WriteLineAsync($"{way.Name}: not measured: {refused.Message}");
            return;
        }

        await MeasureAsync($"{GpuLimit.BareModel}, {way.Name}", nvml, () => Task.Run(() => RunBare(model, gpu, stop), stop));
        await MeasureAsync($"{GpuLimit.Graph}, {way.Name}", nvml, () => engine.RunAsync(0, stop));
    }

    private async Task MeasureAsync(string step, NvmlLibrary? nvml, Func<Task<int>> work)
    {
        var (downloaded, uploaded) = (DeviceTraffic.DownloadedBytes, DeviceTraffic.UploadedBytes);
        await using var watch = new GpuWatch(nvml, device);
        var reading = await Reading.OfAsync(work);
        var (decoder, compute, bus) = await watch.EndAsync();
        double PerFrame(long bytes) => Math.Round(bytes / (double)reading.Frames, 1);
        _steps.Add(new(step, reading.Frames, Math.Round(reading.Fps, 1), Math.Round(reading.CpuMs, 3),
            PerFrame(DeviceTraffic.DownloadedBytes - downloaded), PerFrame(DeviceTraffic.UploadedBytes - uploaded), decoder, compute, bus, GpuLimit.Share(step, reading.Fps, decoder, _steps)));
    }

    private async Task<(int Frames, int OnCpu)> ReadAsync(int copies, AvHardwareDevice on, GpuDevice? gpu, DetectionModel model, bool encodes, CancellationToken stop)
    {
        var all = await Task.WhenAll(Enumerable.Range(0, copies).Select(_ => Task.Factory.StartNew(() =>
        {
            using var reader = new GpuReader(_clip, on, gpu, model.Layout, encodes, stop);
            return (Frames: reader.Read(stop), reader.OnCpu);
        }, stop, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        return (all.Sum(static one => one.Frames), all.Sum(static one => one.OnCpu));
    }

    // The model alone, on an input that lies where it runs.
    private static int RunBare(DetectionModel model, GpuDevice gpu, CancellationToken stop)
    {
        var images = model.FixedBatch ?? GpuReader.Batch;
        var session = model.Sessions.Session;
        using var memory = new CudaMemory(gpu.Context, (long)images * model.Layout.SizeBytes);
        using var stream = new CudaStream(gpu.Context);
        stream.Upload(new byte[memory.SizeBytes], memory);
        stream.Synchronize();
        using var input = model.Gpu.Value is { } own
            ? own.Tensor(memory, model.Ports.Input.ElementType, model.Ports.InputShape(images))
            : OrtTensor.Allocate(model.Ports.Input.ElementType, model.Ports.InputShape(images));
        var lane = session.Lane;
        using var batch = new BoundBatch(model, session, input, images, lane is { CapturesGraphs: true } ? new(model.Gpu.Value!, lane) : null);
        using var options = new OrtRunOptions();
        for (var i = 0; i < BareRuns; i++)
        {
            stop.ThrowIfCancellationRequested();
            batch.Run(batch.Options ?? options);
        }

        return BareRuns * images;
    }

    private void Print(bool json, int copies, DetectionModel model)
    {
        var card = driver.Devices[device];
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object>
            {
                ["device"] = card.Name,
                ["compute_capability"] = $"{card.Major}.{card.Minor}",
                ["driver_cuda"] = driver.Version,
                ["sources"] = copies,
                ["model"] = model.Id,
                ["model_on_device"] = model.Gpu.Value != null,
                ["steps"] = _steps,
            }, SourcesReading.Form));
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).Title($"{card.Name}, {copies} {(copies == 1 ? "source" : "sources")}").AddColumn("step");
        foreach (var name in new[] { "frames", "fps", "CPU ms", "down B", "up B", "NVDEC", "SM", "PCIe", "of limit" }) table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var s in _steps)
            table.AddRow(s.Step, Text(s.Frames, "0"), Text(s.Fps, "0"), Text(s.CpuMs, "0.00"), Text(s.DownloadedBytes, "0"), Text(s.UploadedBytes, "0"), Text(s.Decoder, "0 %"), Text(s.Compute, "0 %"),
                Text(s.Bus, "0.0 %"), Text(s.OfLimit, "0 %"));
        AnsiConsole.Write(table);
    }

    private static string Text(double? number, string form) => number?.ToString(form, CultureInfo.InvariantCulture) ?? "-";
}
