using System.Globalization;
using Sluice.Native.Ort;

namespace Sluice.Core.Stages.Inference.Tuning;

/// <summary>Tells machines apart as far as the speed of a model goes: processor, cores, and the runtime's version.</summary>
public static class MachineIdentity
{
    private const string CpuInfo = "/proc/cpuinfo";

    /// <summary>This machine, for instance <c>GenuineIntel 6/167/8, avx512_vnni, 2 cores, ONNX Runtime 1.23.0</c>.</summary>
    public static string Current()
        => string.Create(CultureInfo.InvariantCulture, $"{Processor()}, {Environment.ProcessorCount} cores, ONNX Runtime {OrtLibrary.Version}");

    private static string Processor()
    {
        if (!File.Exists(CpuInfo)) return System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString();
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(CpuInfo))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0) break; // the first processor stands for all
            fields[line[..colon].Trim()] = line[(colon + 1)..].Trim();
        }

        // Virtual machines of one name differ in what their processors can do.
        string[] parts = [Field("model name"), $"{Field("cpu family")}/{Field("model")}/{Field("stepping")}", Widest(Field("flags"))];
        return string.Join(", ", parts.Where(static part => part.Trim('/').Length > 0));

        string Field(string name) => fields.GetValueOrDefault(name, "");
    }

    private static string Widest(string flags)
    {
        var has = flags.Split(' ');
        return Array.Find(["amx_int8", "avx512_vnni", "avx512f", "avx2"], has.Contains) ?? "";
    }
}
