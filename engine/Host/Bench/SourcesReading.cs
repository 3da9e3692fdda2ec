using System.Text.Json;

namespace Sluice.Host.Bench;

/// <summary>What a process held with so many sources open.</summary>
/// <param name="Sources">Sources asked for.</param>
/// <param name="Running">Those that run and have given a frame.</param>
/// <param name="ResidentBytes">Memory resident, all of it.</param>
/// <param name="PictureBytes">Of that, decoded pictures that the engine has in flight; what decoders keep to refer to is not among them.</param>
/// <param name="ManagedBytes">Of that, what the garbage collector has committed.</param>
/// <param name="StackBytes">Of that, stacks of the readers' threads.</param>
/// <param name="NativeBytes">Of that, the C library's heaps, with what is free in them.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Handles">Open files and sockets.</param>
/// <param name="CpuPercent">Of one core, while they were settling.</param>
/// <param name="LastError">The last fault of a source that does not run; null when all do.</param>
internal sealed record SourcesReading(int Sources, int Running, long ResidentBytes, long PictureBytes, long ManagedBytes, long StackBytes, long NativeBytes,
    int Threads, int Handles, double CpuPercent, string? LastError)
{
    /// <summary>How it is written as JSON.</summary>
    public static JsonSerializerOptions Form { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>What counts against the goal: all but the pictures in flight.</summary>
    public long CountedBytes => ResidentBytes - PictureBytes;
}
