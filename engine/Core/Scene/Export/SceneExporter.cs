using System.Globalization;
using System.Text.Json;
using Sluice.Core.Scene.Geometry;

namespace Sluice.Core.Scene.Export;

/// <summary>
/// Writes pictures and truth to train a detector on: <c>images.bin</c> (planar RGB bytes, one picture after another),
/// <c>truth.jsonl</c> (one line a picture, boxes in its own pixels) and <c>meta.json</c>.
/// </summary>
public static class SceneExporter
{
    private const int RateHz = 25;
    private const int Seconds = 60;

    /// <summary>Renders the scenes one after another and writes their frames.</summary>
    /// <param name="options">What to export.</param>
    /// <param name="progress">Told the number of pictures written.</param>
    /// <param name="cancellationToken">Stops between scenes.</param>
    /// <returns>Number of pictures.</returns>
    /// <exception cref="ArgumentException">An option does not serve.</exception>
    public static int Write(SceneExportOptions options, IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.LastSeed < options.FirstSeed)
            throw new ArgumentException($"scene export: seeds {options.FirstSeed}..{options.LastSeed} run backwards.");
        if (options.FramesPerScene is < 1 or > RateHz * Seconds)
            throw new ArgumentException($"scene export: {options.FramesPerScene} frames a scene; 1 to {RateHz * Seconds} would be right.");
        Directory.CreateDirectory(options.Folder);
        using var images = File.Create(Path.Combine(options.Folder, "images.bin"));
        using var truth = new StreamWriter(Path.Combine(options.Folder, "truth.jsonl"));
        truth.NewLine = "\n";
        var count = 0;
        for (var seed = options.FirstSeed; seed <= options.LastSeed; seed++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            count += Scene(options, seed, images, truth);
            progress?.Report(count);
        }

        File.WriteAllText(Path.Combine(options.Folder, "meta.json"), string.Create(
            CultureInfo.InvariantCulture, $$"""{"width":{{options.WidthPx}},"height":{{options.HeightPx}},"count":{{count}},"labels":{{JsonSerializer.Serialize(FrameTruth.Labels)}}}""") + "\n");
        return count;
    }

    /// <summary>The scene a seed stands for: placements in turn, light and weather by lot.</summary>
    /// <param name="seed">Any.</param>
    public static SceneOptions OptionsFor(int seed)
    {
        var lot = new Pcg32((ulong)seed, 77);
        var hour = lot.Below(3) switch { 0 => lot.Range(9, 17), 1 => lot.Range(18, 20.4), _ => lot.Range(20.8, 24) };
        var scene = new SceneOptions
        {
            Camera = (CameraPlacement)(seed % 4), Seed = (ulong)seed, RateHz = RateHz,
                Duration = TimeSpan.FromSeconds(Seconds), Hour = hour,
            HoursPerMinute = 0.7, Rain = lot.Chance(0.4) ? lot.Range(0.15, 1) : 0, Density = lot.Range(0.6, 1.5),
                Noise = lot.Range(0.5, 1.6),
            EventsPerMinute = 1.5, ShakePx = lot.Chance(0.2) ? 2 : 0,
        };

        // By chance alone hardly any animal would show, and a class has to be seen to be learnt: a quarter of the scenes have one every few seconds.
        // A quarter have every kind as often: people who cross the carriageway are people, not cyclists.
        scene = lot.Below(4) switch
        {
            0 => scene with { Events = RareEvent.Animal, EventsPerMinute = 10 },
            1 => scene with { EventsPerMinute = 10 },
            _ => scene,
        };
        return lot.Chance(0.2) ? scene with { Hour = lot.Range(5, 9) } : scene;
    }

    private static int Scene(SceneExportOptions options, int seed, FileStream images, StreamWriter truth)
    {
        // Cameras differ in size, and with it the noise and the codec's traces at the size the model sees.
        var small = new Pcg32((ulong)seed, 79).Chance(options.SmallShare);
        var scene = new TrafficScene(small ? OptionsFor(seed) with { WidthPx = 640, HeightPx = 360 } : OptionsFor(seed));
        int width = scene.Options.WidthPx, height = scene.Options.HeightPx, count = options.FramesPerScene;
        var codec = new Pcg32((ulong)seed, 78).Chance(options.CodecShare);
        var box = new Letterboxer(width, height, options.WidthPx, options.HeightPx);
        var raw = new byte[count][];
        var lines = new string[count];
        var boxed = new byte[count][];
        Parallel.For(0, count, i =>
        {
            raw[i] = new byte[width * height * 3 / 2];
            var found = scene.RenderWithTruth(FrameOf(scene, i, count), YuvPlanes.Packed(raw[i], width, height));
            lines[i] = Line(seed, codec, found, box);
        });
        if (codec) CodecLoop.Run(raw, width, height, 24 + seed % 9);
        Parallel.For(0, count, i =>
        {
            boxed[i] = new byte[3 * options.WidthPx * options.HeightPx];
            box.Convert(raw[i], boxed[i]);
        });
        for (var i = 0; i < count; i++)
        {
            images.Write(boxed[i]);
            truth.WriteLine(lines[i]);
        }

        return count;
    }

    /// <summary>The frames taken from a scene: evenly spread over it.</summary>
    internal static int FrameOf(TrafficScene scene, int index, int count) =>
        (int)((index + 0.5) * scene.FrameCount / count);

    private static string Line(int seed, bool codec, FrameTruth truth, Letterboxer box) => JsonSerializer.Serialize(new
    {
        seed,
        frame = truth.Frame,
        codec,
        attributes = truth.Attributes,
        objects = truth.Objects.Select(o => new
        {
            class_id = o.ClassId,
            box = new[] { Fit(o.Box[0], box.Left, box), Fit(o.Box[1], box.Top, box), Fit(o.Box[2], box.Left, box),
                Fit(o.Box[3], box.Top, box) },
            visible = o.Visible,
            ignore = o.Ignore,
        }),
    });

    private static double Fit(double v, int offset, Letterboxer box) => Math.Round(v * box.Scale + offset, 2);
}
