using Sluice.Core.Stages.Inference;
using Sluice.Native.Ort;
using static Sluice.Tests.OnnxWriter;

namespace Sluice.Tests.Inference;

/// <summary>
/// An ONNX file whose outputs are what a test says, whatever the picture: for families of which no real model is at hand.
/// </summary>
internal sealed class ConstantModel : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-model-").FullName;
    private readonly List<byte[]> _nodes = [];
    private readonly List<byte[]> _outputs = [];
    private readonly List<byte[]> _constants = [];
    private readonly List<(string, string)> _metadata = [];

    /// <summary>Where it lies once it was loaded or written.</summary>
    public string Path => System.IO.Path.Combine(_folder, "model.onnx");

    /// <summary>The folder it lies in.</summary>
    public string Folder => _folder;

    /// <summary>Columns of the input.</summary>
    public int Width { get; init; } = 64;

    /// <summary>Rows of the input.</summary>
    public int Height { get; init; } = 64;

    /// <summary>Images a run; null for any number.</summary>
    public int? Batch { get; init; } = 1;

    /// <summary>Adds an output.</summary>
    public ConstantModel With<T>(string name, long[] shape, params T[] values)
        where T : unmanaged
    {
        _constants.Add(Constant($"{name}_value", shape, values));
        _nodes.Add(Node("Identity", $"{name}_value", name));
        _outputs.Add(Value(name, OrtElementTypes.Of<T>(), [.. shape.Cast<object>()]));
        return this;
    }

    /// <summary>Adds what exporters write into a file.</summary>
    public ConstantModel Saying(string key, string value)
    {
        _metadata.Add((key, value));
        return this;
    }

    /// <summary>Writes the file.</summary>
    /// <returns>Its path.</returns>
    public string Write()
    {
        object batch = Batch is { } images ? images : "n";
        var input = Value("images", OrtElementType.Float32, batch, 3, Height, Width);
        // A model that does not touch its input may be loaded all the same; ONNX Runtime keeps the input.
        File.WriteAllBytes(Path, Model(OnnxWriter.Graph("constant", [.. _nodes], [input], [.. _outputs], [.. _constants]), [.. _metadata]));
        return Path;
    }

    /// <summary>Loads it.</summary>
    /// <param name="card">Its card.</param>
    public DetectionModel Load(ModelCard card)
        => DetectionModelLoader.Load(new() { Id = "m", Path = Write(), Card = card }, _folder, 1, TimeProvider.System, CancellationToken.None);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
