using System.Reflection;
using System.Runtime.InteropServices;
using Sluice.Native.FFmpeg;
using Sluice.Native.Nvml;
using Sluice.Native.Ort;

namespace Sluice.Host.Bench.Capacity;

/// <summary>What a figure was measured on.</summary>
/// <param name="Processor">The processor's name.</param>
/// <param name="Cores">Logical processors.</param>
/// <param name="MemoryBytes">Memory.</param>
/// <param name="System">Operating system.</param>
/// <param name="Runtime">.NET.</param>
/// <param name="FFmpeg">FFmpeg's release.</param>
/// <param name="OnnxRuntime">ONNX Runtime's release.</param>
/// <param name="Sluice">This program's version.</param>
/// <param name="LoadBefore">Processes that wanted to run just before, on average over a minute: other work on the box.</param>
/// <param name="At">When.</param>
internal sealed record Machine(string Processor, int Cores, long MemoryBytes, string System, string Runtime, string FFmpeg, string OnnxRuntime, string Sluice, double LoadBefore, DateTimeOffset At)
{
    /// <summary>NVIDIA GPUs; empty where there are none, or no driver.</summary>
    public IReadOnlyList<GpuInfo> Accelerators { get; init; } = [];

    /// <summary>Reads them.</summary>
    public static Machine Read()
    {
        using var gpus = NvmlLibrary.TryOpen();
        return ReadRest() with { Accelerators = gpus?.Describe() ?? [] };
    }

    private static Machine ReadRest() => new(ProcessorName(), Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription, FFmpegLibrary.Load().Version, OrtLibrary.Version, Assembly.GetExecutingAssembly().GetName().Version!.ToString(3), Load(), TimeProvider.System.GetUtcNow());

    private static string ProcessorName()
    {
        const string Field = "model name";
        try
        {
            return File.ReadLines("/proc/cpuinfo").FirstOrDefault(static line => line.StartsWith(Field, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
        }
        catch (IOException)
        {
            return RuntimeInformation.ProcessArchitecture.ToString();
        }
    }

    private static double Load()
    {
        try
        {
            return double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], global::System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
