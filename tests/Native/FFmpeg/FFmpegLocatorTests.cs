using System.Diagnostics;
using Sluice.Native.FFmpeg;

namespace Sluice.Native.Tests.FFmpeg;

public sealed class FFmpegLocatorTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-locator-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Find_InAnEmptyFolder_ListsAllThatWasTriedAndKnown()
    {
        var fault = Assert.Throws<DllNotFoundException>(() => new FFmpegLocator(_folder.FullName).Find());

        Assert.Contains($"SLUICE_FFMPEG='{_folder.FullName}'", fault.Message, StringComparison.Ordinal);
        foreach (var release in FFmpegRelease.Known)
        {
            Assert.Contains($"{release.Name} (libavcodec {release.AvCodec})", fault.Message, StringComparison.Ordinal);
            Assert.Contains(Path.Combine(_folder.FullName, $"libavutil.so.{release.AvUtil}"), fault.Message, StringComparison.Ordinal);
        }
    }

    [HeaderFact]
    public async Task Find_OfAnUnknownVersion_NamesItAndTheKnownOnes()
    {
        var source = Path.Combine(_folder.FullName, "avcodec.c");
        await File.WriteAllTextAsync(source, "unsigned avcodec_version(void) { return 99u << 16; }");
        using var gcc = Process.Start("gcc", ["-shared", "-fPIC", "-o", Path.Combine(_folder.FullName, "libavcodec.so"), source]);
        await gcc.WaitForExitAsync();

        var fault = Assert.Throws<DllNotFoundException>(() => new FFmpegLocator(_folder.FullName).Find());

        Assert.Contains("is libavcodec 99, which is not known here", fault.Message, StringComparison.Ordinal);
        Assert.Contains("4.4 (libavcodec 58), 5.1 (libavcodec 59), 6.1 (libavcodec 60), 7.1 (libavcodec 61)", fault.Message, StringComparison.Ordinal);
    }
}
