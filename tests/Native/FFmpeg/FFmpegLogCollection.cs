namespace Sluice.Native.Tests.FFmpeg;

/// <summary>Tests that set the process-wide log sink run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FFmpegLogCollection
{
    public const string Name = "FFmpeg log";
}
