using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Native.FFmpeg;
using Sluice.Tests;

namespace Sluice.Native.Tests.FFmpeg;

public sealed class LayoutTests
{
    private const string Includes = """
        #include <errno.h>
        #include <stddef.h>
        #include <stdio.h>
        #include <libavutil/avutil.h>
        #include <libavutil/dict.h>
        #include <libavutil/error.h>
        #include <libavutil/frame.h>
        #include <libavutil/hwcontext.h>
        #include <libavutil/log.h>
        #include <libavutil/pixdesc.h>
        #include <libavcodec/avcodec.h>
        #include <libavformat/avformat.h>
        #include <libswscale/swscale.h>
        """;

    [HeaderFact]
    public async Task Offsets_OfTheInstalledHeaders_EqualTheTable()
    {
        var measured = await MeasureAsync();
        var generation = FFmpegRelease.Known.Single(release => release.AvCodec == measured["LIBAVCODEC_VERSION_MAJOR"]).Generation;

        foreach (var ((type, field), offset) in LayoutTable.Offsets(generation))
            Assert.True(measured[$"{type}.{field}"] == offset, $"{type}.{field}: the table says {offset}, the header {measured[$"{type}.{field}"]}");
    }

    [HeaderFact]
    public async Task Constants_OfTheInstalledHeaders_EqualTheBindings()
    {
        var measured = await MeasureAsync();

        foreach (var (name, value) in LayoutTable.Constants())
            Assert.True(measured[name] == value, $"{name}: the binding says {value}, the header {measured[name]}");
    }

    [DataFact]
    public void Offsets_OfEveryGeneration_EqualTheSharedFacts()
    {
        using var facts = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Data, "..", "facts", "ffmpeg-layouts.json")));

        foreach (var release in FFmpegRelease.Known)
        {
            var structs = facts.RootElement.GetProperty(release.Name).GetProperty("structs");
            foreach (var ((type, field), offset) in LayoutTable.Offsets(release.Generation))
                Assert.Equal((release.Name, type, field, structs.GetProperty(type).GetProperty("fields").GetProperty(field).GetProperty("offset").GetInt32()),
                    (release.Name, type, field, offset));
        }
    }

    [Fact]
    public void Load_WithTheInstalledLibraries_TellsVersionAndGeneration()
    {
        var library = FFmpegLibrary.Load();

        Assert.Same(library, FFmpegLibrary.Load());
        Assert.NotEmpty(library.Version);
        Assert.Contains(FFmpegRelease.Known, release => release.Generation == library.Generation);
    }

    private static async Task<Dictionary<string, long>> MeasureAsync()
    {
        var source = new StringBuilder(Includes).AppendLine().AppendLine("int main(void) {");
        foreach (var (type, field) in LayoutTable.Offsets(FFmpegLibrary.Load().Generation).Keys)
            source.AppendLine(CultureInfo.InvariantCulture, $"printf(\"{type}.{field} %lld\\n\", (long long)offsetof({type}, {field}));");
        foreach (var name in LayoutTable.Constants().Keys.Append("LIBAVCODEC_VERSION_MAJOR"))
            source.AppendLine(CultureInfo.InvariantCulture, $"printf(\"{name} %lld\\n\", (long long)({name}));");
        source.AppendLine("return 0; }");

        var folder = Directory.CreateTempSubdirectory("sluice-layout-");
        try
        {
            var code = Path.Combine(folder.FullName, "layout.c");
            var program = Path.Combine(folder.FullName, "layout");
            await File.WriteAllTextAsync(code, source.ToString());
            await RunAsync("gcc", "-w", "-o", program, code);
            return (await RunAsync(program)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split(' ')).ToDictionary(cells => cells[0], cells => long.Parse(cells[1], CultureInfo.InvariantCulture));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} failed:\n{await errors}");
        return output;
    }
}
