using Sluice.Core.Config;
using Sluice.Core.Stages.Inference;
using Sluice.Native.Ort;
using static Sluice.Tests.OnnxWriter;

namespace Sluice.Tests.Inference;

/// <summary>
/// ONNX models that find one box in a dark picture (mean under 100 of 255) and go wrong in a bright one: real operators in the real
/// runtime, not a stand-in for it.
/// </summary>
internal sealed class FaultyModel : IDisposable
{
    private const float Limit = 100;
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-faulty-").FullName;

    private FaultyModel(byte[][] nodes, params byte[][] constants)
    {
        byte[][] all =
        [
            Node("ReduceMean", "images", "mean"), // of every element: [1,1,1,1]
            Node("Less", "mean limit", "is_dark"),
            .. nodes,
        ];
        var input = Value("images", OrtElementType.Float32, 1, 3, 32, 32);
        var output = Value("boxes", OrtElementType.Float32, 1, 1, 6);
        byte[][] given = [Constant("limit", [], Limit), Constant("rows", [1, 1, 6], 4f, 4, 20, 20, 0.9f, 0), .. constants];
        File.WriteAllBytes(Config.Path, Model(OnnxWriter.Graph("faulty", all, [input], [output], given)));
    }

    /// <summary>Its entry in a graph.</summary>
    public ModelConfig Config => new() { Id = "faulty", Path = Path.Combine(_folder, "model.onnx"), Card = new() { Family = ModelFamily.Boxes6 } };

    /// <summary>Gives NaN for a bright picture.</summary>
    public static FaultyModel GivesNaN() => new(
        [
            Node("Sub", "limit mean", "left"),
            Node("Log", "left", "log"), // NaN below zero
            Node("Mul", "log zero", "none"),
            Node("Reshape", "none shape", "none3"),
            Node("Add", "rows none3", "boxes"),
        ],
        Constant("zero", [], 0f), Constant("shape", [3], 1L, 1, 1));

    /// <summary>Fails in the middle of a run for a bright picture: it looks up a row that is not there.</summary>
    public static FaultyModel Fails() => new(
        [
            Node("Where", "is_dark there nowhere", "which"),
            Node("Gather", "rows which", "picked"),
            Node("Reshape", "picked shape", "boxes"),
        ],
        Constant("there", [], 0L), Constant("nowhere", [], 7L), Constant("shape", [3], 1L, 1, 6));

    /// <summary>Counts for hours for a bright picture.</summary>
    public static FaultyModel Hangs()
    {
        var body = OnnxWriter.Graph(
            "body",
            [Node("Identity", "go", "go_on"), Node("Add", "rows_in nothing", "rows_out")],
            [Value("trip", OrtElementType.Int64), Value("go", OrtElementType.Bool), Value("rows_in", OrtElementType.Float32, 1, 1, 6)],
            [Value("go_on", OrtElementType.Bool), Value("rows_out", OrtElementType.Float32, 1, 1, 6)],
            Constant("nothing", [], 0f));
        return new(
            [
                Node("Where", "is_dark once often", "trips4"),
                Node("Reshape", "trips4 one", "trips"),
                Node("Loop", "trips - rows", "boxes", Attribute("body", body)),
            ],
            Constant("once", [], 1L), Constant("often", [], 1L << 50), Constant("one", [1], 1L));
    }

    /// <summary>Loads it.</summary>
    /// <param name="time">The clock; null for the real one.</param>
    public DetectionModel Load(TimeProvider? time = null)
        => DetectionModelLoader.Load(Config, _folder, 1, time ?? TimeProvider.System, CancellationToken.None);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
