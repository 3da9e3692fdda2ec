using System.Globalization;
using Sluice.Core.Scene;
using Sluice.Native.FFmpeg;
using Spectre.Console;

namespace Sluice.Host.Bench;

/// <summary>How fast the procedural scene renders, by camera placement, on all cores; encoding is not part of it.</summary>
internal static class SceneBench
{
    private const int Frames = 400;

    /// <summary>Measures each placement by day and prints a table.</summary>
    public static void Run(CancellationToken stop)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("placement, 1280x720, day");
        foreach (var name in new[] { "fps, all cores", "CPU ms a frame" }) table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var placement in Enum.GetValues<CameraPlacement>())
        {
            var scene = new TrafficScene(new SceneOptions { Camera = placement, Seed = 7 });
            Render(scene, 50, stop);
            var before = Environment.CpuUsage.TotalTime;
            var started = TimeProvider.System.GetTimestamp();
            Render(scene, Frames, stop);
            var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
            var cpu = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / Frames;
            table.AddRow(new Text(placement.ToString().ToLowerInvariant()), new Text((Frames / seconds).ToString("0", CultureInfo.InvariantCulture)),
                new Text(cpu.ToString("0.0", CultureInfo.InvariantCulture)));
        }

        AnsiConsole.Write(table);
    }

    private static void Render(TrafficScene scene, int frames, CancellationToken stop)
        => Parallel.For(0, frames, new ParallelOptions { CancellationToken = stop, MaxDegreeOfParallelism = Environment.ProcessorCount },
            static () => null as AvFrame,
            (frame, _, picture) =>
            {
                if (picture == null)
                {
                    picture = new AvFrame();
                    picture.Allocate(1280, 720, AvPixelFormat.Yuv420p);
                }

                SceneClipWriter.RenderInto(scene, frame, picture);
                return picture;
            },
            static picture => picture?.Dispose());
}
