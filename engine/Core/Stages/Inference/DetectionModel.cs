using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Sluice.Core.Config;
using Sluice.Core.Stages.Inference.Decoding;
using Sluice.Core.Stages.Inference.Device;
using Sluice.Core.Stages.Inference.Preprocessing;

namespace Sluice.Core.Stages.Inference;

/// <summary>
/// A loaded detection model and what is known of it, checked against its card. Any number of <see cref="DetectionRun"/> may use it at
/// once; its owner, usually a <see cref="ModelRegistry"/>, disposes it.
/// </summary>
public sealed class DetectionModel : IDisposable
{
    private readonly ImmutableArray<string> _numbers;

    internal DetectionModel(string id, string path, ModelCard card, SessionKeeper sessions, ModelPorts ports, OutputFamily output,
        ModelSignature signature, ImmutableArray<string> labels, ImmutableArray<string> notes)
    {
        (Id, Path, Card, Sessions, Ports, Output, Signature, Labels, Notes) = (id, path, card, sessions, ports, output, signature, labels, notes);
        OutputPlaces = output.Find(signature);
        Layout = ports.Layout(card);
        using var file = File.OpenRead(path);
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(file));
        // Classes beyond the labels get numbers for names, made once so that a frame makes none.
        _numbers = [.. Enumerable.Range(0, 256).Select(number => number.ToString(CultureInfo.InvariantCulture))];
    }

    /// <summary>The name stages refer to it by.</summary>
    public string Id { get; }

    /// <summary>Absolute path of the ONNX file.</summary>
    public string Path { get; }

    /// <summary>SHA-256 of the ONNX file, lower-case hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>What goes in and how boxes come out.</summary>
    public ModelCard Card { get; }

    /// <summary>The output layout, from the card or proposed by the shapes.</summary>
    public ModelFamily Family => Output.Id;

    /// <summary>The family's name on a card.</summary>
    public string FamilyName => Snake.Case(Family.ToString());

    /// <summary>Absolute path of the folder that files named by the card lie in.</summary>
    public string CardDirectory { get; internal init; } = "";

    /// <summary>Class names in order of class id; empty where neither card nor model has any.</summary>
    public ImmutableArray<string> Labels { get; }

    /// <summary>Columns of the input.</summary>
    public int InputWidth => Ports.Width;

    /// <summary>Rows of the input.</summary>
    public int InputHeight => Ports.Height;

    /// <summary>Images in every run, for a model whose batch is fixed; null for one that takes any number.</summary>
    public int? FixedBatch => Ports.FixedBatch;

    /// <summary>What was assumed on the way, one line each, for the log.</summary>
    public ImmutableArray<string> Notes { get; }

    /// <summary>How often its session was replaced by a fresh one because a run failed.</summary>
    public int Renewals => Sessions.Renewals;

    /// <summary>Whether its runs are captured into CUDA graphs.</summary>
    public bool CapturesGraphs => Sessions.Session.Lane is { CapturesGraphs: true };

    /// <summary>The device that takes its input where it is decoded; null where it runs on the CPU, or no kernels can run beside it.</summary>
    internal Lazy<ModelGpu?> Gpu { get; set; } = new((ModelGpu?)null);

    internal SessionKeeper Sessions { get; set; }

    internal ModelPorts Ports { get; }

    /// <summary>How its outputs are read.</summary>
    internal OutputFamily Output { get; }

    /// <summary>What its family judged it by.</summary>
    internal ModelSignature Signature { get; }

    /// <summary>Places of the outputs that are read, in the family's order.</summary>
    internal ImmutableArray<int> OutputPlaces { get; }

    internal InputLayout Layout { get; }

    /// <summary>The name of a class: its label, or its number where it has none.</summary>
    /// <param name="classId">The class.</param>
    public string LabelOf(int classId)
    {
        if ((uint)classId < (uint)Labels.Length) return Labels[classId];
        return (uint)classId < (uint)_numbers.Length ? _numbers[classId] : classId.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The class ids of labels.</summary>
    /// <param name="labels">Labels of this model.</param>
    /// <exception cref="ModelException">A label the model does not have; says the nearest one.</exception>
    public ImmutableArray<int> ClassesOf(IEnumerable<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var ids = ImmutableArray.CreateBuilder<int>();
        foreach (var label in labels)
        {
            var id = Labels.IndexOf(label);
            if (id < 0)
                throw new ModelException(
                    $"Model '{Id}' has no class '{label}'{Nearest.Hint(label, Labels, "its classes are")}.");
            ids.Add(id);
        }

        return ids.ToImmutable();
    }

    /// <summary>Gives the session up; runs under way end unharmed.</summary>
    public void Dispose() => Sessions.Dispose();

    /// <summary>Refuses what a run gave when it cannot be of the model's family.</summary>
    /// <exception cref="ModelException">Says what came and what was expected.</exception>
    internal void RequireFit(OutputSet outputs, int images)
    {
        var fits = Output.Fits(outputs, Signature);
        for (var i = 0; i < outputs.Count && !Output.IsTable(Signature); i++) fits &= images == 1 || (outputs.Shape(i).Length > 0 && outputs.Shape(i)[0] == images);
        if (fits) return;
        var found = string.Join(", ", Enumerable.Range(0, outputs.Count).Select(i => $"'{outputs.Name(i)}' {OutputShapes.Text(outputs.Shape(i))}"));
        throw new ModelException($"Model '{Id}': a run of {images} image{(images == 1 ? "" : "s")} gave {found}; expected {Output.Expected(Signature)}.");
    }
}
