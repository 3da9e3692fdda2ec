using System.Collections.Immutable;
using Sluice.Core.Config;
using Sluice.Core.Stages.Inference.Decoding;
using Sluice.Native.Ort;

namespace Sluice.Core.Stages.Inference.Cards;

/// <summary>
/// Works out a card from what an ONNX file says: its shapes, names and metadata, and what its family's exporter usually does. Says for each
/// value what it rests on; asks where several would do, and guesses nothing.
/// </summary>
public sealed class CardProposer
{
    private readonly OrtSession _session;
    private readonly string _path;
    private readonly string _hash;
    private readonly ModelCard _given;
    private readonly ImmutableDictionary<string, string> _values;
    private readonly MetadataHints _hints;
    private readonly ImmutableArray<CardLine>.Builder _lines = ImmutableArray.CreateBuilder<CardLine>();
    private readonly ImmutableArray<CardQuestion>.Builder _questions = ImmutableArray.CreateBuilder<CardQuestion>();

    private CardProposer(OrtSession session, string path, string hash, ModelCard given, ImmutableDictionary<string, string> values)
    {
        (_session, _path, _hash, _given, _values) = (session, path, hash, given, values);
        _hints = MetadataHints.Of(session.Metadata.Custom);
    }

    /// <summary>Works out a card.</summary>
    /// <param name="session">The model; borrowed.</param>
    /// <param name="path">The ONNX file.</param>
    /// <param name="sha256">Its SHA-256, hexadecimal.</param>
    /// <param name="given">What the user has said already.</param>
    /// <param name="values">The same as text, by key of the card: these are confirmed.</param>
    /// <exception cref="ModelException">The model takes no pictures.</exception>
    public static CardProposal Propose(OrtSession session, string path, string sha256, ModelCard given, IEnumerable<KeyValuePair<string, string>> values)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(given);
        return new CardProposer(session, path, sha256, given, values.ToImmutableDictionary(StringComparer.Ordinal)).Propose();
    }

    private CardProposal Propose()
    {
        if (Ports() is { } ports)
        {
            var labels = _given.Labels is { } given ? given.Items : _hints.Labels;
            var model = new ModelSignature(ModelSignature.Readable(_session.Outputs, _given), ports.Width, ports.Height, labels.IsEmpty ? null : labels.Length, _given)
            {
                Metadata = _session.Metadata.Custom,
            };
            var family = Family(model);
            if (family != null)
            {
                var places = family.Find(model);
                Labels(family is BoxFamily or { Id: ModelFamily.Classifier } ? family.Classes(model.Declared(places), model) : 0);
                if (family.Id == ModelFamily.Yolov5 && places.Length > 1) Anchors();
                Pictures(CardConvention.Of(family.Id), ports);
            }
            else
            {
                Labels(null);
            }
        }

        if (_hints.Licence is { } licence) Add("licence", CardText.Scalar(licence), "the model's own metadata");
        Add("sha256", _hash, "of the file: another one is refused");
        // Keys of a nested mapping are given with dots: outputs.boxes=dets.
        foreach (var group in _values.Where(pair => _lines.All(line => line.Key != pair.Key)).GroupBy(pair => pair.Key.Split('.')[0]))
            Add(group.Key, group.First().Key == group.Key ? group.First().Value
                : $"{{ {string.Join(", ", group.Select(pair => $"{pair.Key[(group.Key.Length + 1)..]}: {pair.Value}"))} }}", "given");
        return new(_lines.ToImmutable(), _questions.ToImmutable());
    }

    // Null when the sizes must be asked first, without which no shape can be judged.
    private ModelPorts? Ports()
    {
        if (_given.Width != null || _given.Height != null || _session.Inputs.Any(input => input.Shape is { Length: 4 } shape && shape[2] > 0 && (shape[1] > 0 || shape[3] > 0)))
            return ModelPorts.Of("model", _session, _given);
        var input = _session.Inputs.FirstOrDefault(input => input.Shape.Length == 4);
        if (input == null) return ModelPorts.Of("model", _session, _given);
        var hint = _hints.ImageSize is { } size ? $"{size.Width}x{size.Height} by the model's own metadata (imgsz)" : "the size it was trained for";
        if (_hints.ImageSize is { } known)
        {
            Add("width", $"{known.Width}", "imgsz in the model's own metadata; the input's own is symbolic");
            Add("height", $"{known.Height}", "imgsz in the model's own metadata; the input's own is symbolic");
            return ModelPorts.Of("model", _session, _given with { Width = known.Width, Height = known.Height });
        }

        _questions.Add(new("width", $"input '{input.Name}' is {input.Describe()} of symbolic size; give width and height: {hint}", []));
        return null;
    }

    private OutputFamily? Family(ModelSignature model)
    {
        if (_given.Family is { } named)
        {
            Add("family", Name(named), "given");
            var family = OutputFamilies.Of(named);
            var places = family.Find(model);
            if (!places.IsDefault && family.Fits(model.Declared(places), model)) return family;
            throw new ModelException($"{model.Describe(places)}, but family {Name(named)} has {family.Expected(model)}.");
        }

        var proposed = OutputFamilies.Propose(model);
        if (_hints.Family is { } hinted && proposed.Any(family => family.Id == hinted)) proposed = [OutputFamilies.Of(hinted)];
        else if (model.IsEndToEnd && proposed.Any(family => family.Id == ModelFamily.Yolov10)) proposed = [OutputFamilies.Of(ModelFamily.Yolov10)];
        if (proposed.Count == 1)
        {
            var places = proposed[0].Find(model);
            Add("family", Name(proposed[0].Id), $"{model.Describe(places)}, and no other family fits");
            return proposed[0];
        }

        var known = string.Join(", ", Enum.GetValues<ModelFamily>().Select(Name));
        _questions.Add(new(
            "family", proposed.Count == 0 ? $"no known family has {model.Describe(default)}; if it is one by other names, say which and give outputs: {known}"
                : $"{model.Describe(default)}: several families fit",
            [.. proposed.Select(family => new CardLine("family", Name(family.Id), family.Expected(model)))]));
        return null;
    }

    private void Labels(int? classes)
    {
        if (_values.TryGetValue("labels", out var given)) Add("labels", given, "given");
        else if (!_hints.Labels.IsEmpty) Add("labels", CardText.List(_hints.Labels), $"{_hints.Labels.Length} names in the model's own metadata");
        else if (classes is > 0) AskLabels(classes.Value);
    }

    private void AskLabels(int classes)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(_path))!;
        var fitting = Directory.EnumerateFiles(folder).Where(file => Path.GetExtension(file) is ".names" or ".txt" && new FileInfo(file).Length < 1 << 20)
            .Where(file => File.ReadLines(file).Count(line => line.Trim().Length > 0) == classes).Order(StringComparer.Ordinal);
        _questions.Add(new("labels", $"the model has {classes} class{(classes == 1 ? "" : "es")} and does not name {(classes == 1 ? "it" : "them")}; "
            + "give a list, a file with one name a line, or [] for numbers",
            [.. fitting.Select(file => new CardLine("labels", CardText.Scalar(Path.GetFileName(file)), $"lies beside the model and holds {classes} names"))]));
    }

    private void Anchors()
    {
        if (_values.TryGetValue("anchors", out var given)) Add("anchors", given, "given");
        else
            Ask("anchors", "raw maps hold no anchors, and trainings may have found their own",
                ("[10, 13, 16, 30, 33, 23, 30, 61, 62, 45, 59, 119, 116, 90, 156, 198, 373, 326]", "YOLOv5's for COCO"),
                ("[12, 16, 19, 36, 40, 28, 36, 75, 76, 55, 72, 146, 142, 110, 192, 243, 459, 401]", "YOLOv7's for COCO"));
    }

    private void Pictures(CardConvention usual, ModelPorts ports)
    {
        var bytes = ports.Input.ElementType == OrtElementType.UInt8;
        const string Metadata = "the model's own metadata";
        var convention = $"assumed: {usual.Source} have it so";
        if (_values.ContainsKey("color")) Given("color");
        else if (_hints.Color is { } color) Add("color", Snake.Case(color.ToString()), Metadata);
        else if (usual.Color is { } known) Add("color", Snake.Case(known.ToString()), convention);
        else Ask("color", "the file does not say in which order the colours come", ("rgb", "most exports from PyTorch and TensorFlow"), ("bgr", "most made for OpenCV"));

        if (_values.ContainsKey("scale") || _values.ContainsKey("mean") || _values.ContainsKey("std"))
        {
            Given("scale");
            Given("mean");
            Given("std");
        }
        else if (bytes) Add("scale", "1", "the input takes bytes, so pictures go in as they are");
        else if (_hints.Std.Count > 0 || _hints.Mean.Count > 0) Normal(1, _hints.Mean, _hints.Std, Metadata);
        else if (usual.Scale is { } scale) Normal(scale, usual.Mean, usual.Std, convention);
        else
            Ask("scale", "the file does not say how samples are scaled; give scale, and mean and std where there are any",
                ("1/255", "samples of 0 to 1"), ("1", "samples of 0 to 255"),
                ("1/255", $"with mean: {CardText.List(CardConvention.ImageNetMean)} and std: {CardText.List(CardConvention.ImageNetStd)}, as models trained on ImageNet"));

        if (_values.ContainsKey("letterbox")) Given("letterbox");
        else if (_hints.Letterbox is { } hinted) Add("letterbox", Snake.Case(hinted.ToString()), Metadata);
        else if (usual.Letterbox is { } fit) Add("letterbox", Snake.Case(fit.ToString()), convention);
        else
            Ask("letterbox", "the file does not say how pictures are fitted in",
                [.. Enum.GetValues<Letterbox>().Select(way => (Snake.Case(way.ToString()), Words(way)))]);

        if (_values.ContainsKey("pad")) Given("pad");
        else if (_hints.Pad is { } pad) Add("pad", $"{pad}", Metadata);
        else if (usual.Pad != 114) Add("pad", $"{usual.Pad}", convention);
        if (_values.ContainsKey("score")) Given("score");
        else if (_hints.Score is { } least) Add("score", CardText.Number(least), Metadata);
        else if (usual.Score is { } score) Add("score", CardText.Number(score), convention);
        if (!_values.ContainsKey("iou") && _hints.Iou is { } iou) Add("iou", CardText.Number(iou), Metadata);
    }

    private void Normal(double scale, IReadOnlyList<double> mean, IReadOnlyList<double> std, string why)
    {
        Add("scale", scale == 1 ? "1" : "1/255", why);
        if (mean.Count > 0) Add("mean", CardText.List(mean), why);
        if (std.Count > 0) Add("std", CardText.List(std), why);
    }

    private void Given(string key)
    {
        if (_values.TryGetValue(key, out var value)) Add(key, value, "given");
    }

    private void Ask(string key, string why, params ReadOnlySpan<(string Value, string Why)> candidates)
    {
        var lines = ImmutableArray.CreateBuilder<CardLine>();
        foreach (var (value, speaks) in candidates) lines.Add(new(key, value, speaks));
        _questions.Add(new(key, why, lines.ToImmutable()));
    }

    private void Add(string key, string value, string why) => _lines.Add(new(key, value, why));

    private static string Words(Letterbox way) => way switch
    {
        Letterbox.Center => "aspect kept, borders on both sides",
        Letterbox.TopLeft => "aspect kept, border right and below",
        _ => "aspect not kept",
    };

    private static string Name(ModelFamily family) => Snake.Case(family.ToString());
}
