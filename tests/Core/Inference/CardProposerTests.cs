using System.Security.Cryptography;
using Sluice.Core.Config;
using Sluice.Core.Stages;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Cards;
using Sluice.Native.Ort;

namespace Sluice.Tests.Inference;

/// <summary>What is proposed of a file alone, what is asked, and what is never guessed.</summary>
public sealed class CardProposerTests
{
    [DataTheory]
    [InlineData("yolox_nano_416", "yolox", "labels")]
    [InlineData("yolox_nano_416_dynbatch", "yolox", "labels")]
    [InlineData("yolov8n_640_int8_AGPL", "yolov8", "")]
    [InlineData("nanodet_m_416", "nanodet", "labels letterbox")]
    [InlineData("fastestdet_352", "fastestdet", "labels")]
    [InlineData("ultraface_rfb_320", "ultraface", "labels")]
    [InlineData("osnet_x0_25_reid", "", "family")]
    [InlineData("mobilenetv2_224_int8qdq", "classifier", "labels color scale letterbox")]
    [InlineData("mobilenetv2_224_int8dyn", "", "family")]
    public void Propose_RealModels_AsksOnlyWhatTheFileDoesNotTell(string name, string family, string asked)
    {
        var proposal = Propose(Repository.Model($"{name}.onnx"));

        Assert.Equal(family, Value(proposal, "family"));
        Assert.Equal(asked, string.Join(' ', proposal.Questions.Select(question => question.Key)));
        Assert.Equal(asked.Length == 0, proposal.IsSettled);
        Assert.Equal(64, Value(proposal, "sha256").Length);
    }

    [DataFact]
    public void Propose_LabelsBesideTheModel_AreACandidateNotAValue()
    {
        var labels = Propose(Repository.Model("yolox_nano_416.onnx")).Questions.Single(question => question.Key == "labels");

        Assert.Equal("coco80.names", Assert.Single(labels.Candidates).Value);
    }

    [DataFact]
    public void Propose_Yolov8_TakesLabelsAndLicenceFromTheMetadata()
    {
        var proposal = Propose(Repository.Model("yolov8n_640_int8_AGPL.onnx"));

        Assert.StartsWith("[person, bicycle, car,", Value(proposal, "labels"), StringComparison.Ordinal);
        Assert.StartsWith("'AGPL-3.0 License", Value(proposal, "licence"), StringComparison.Ordinal);
        Assert.Equal(("rgb", "1/255", "center"), (Value(proposal, "color"), Value(proposal, "scale"), Value(proposal, "letterbox")));
    }

    [DataFact]
    public void ToYaml_OfASettledProposal_IsACardThatLoads()
    {
        using var folder = new TemporaryFolder();
        var model = Path.Combine(folder.Path, "model.onnx");
        File.Copy(Repository.Model("nanodet_m_416.onnx"), model);
        File.Copy(Repository.Model("coco80.names"), Path.Combine(folder.Path, "coco80.names"));
        var proposal = Propose(model, ("labels", "coco80.names"), ("letterbox", "center"));
        File.WriteAllText(Path.Combine(folder.Path, "card.yaml"), proposal.ToYaml());

        var graph = GraphLoader.Parse(
            $$"""
            version: 1
            sources: [{ id: a, uri: "scene:overpass" }]
            models: [{ id: m, path: {{folder.Path}} }]
            stages: [{ id: d, use: detect, from: a, model: m }]
            """, "test", folder.Path, BuiltInStages.Catalog(), new LoadOptions());
        using var registry = new ModelRegistry(graph.Models, folder.Path);
        var loaded = registry.Get("m", 1, CancellationToken.None);

        Assert.True(proposal.IsSettled);
        Assert.Equal((ModelFamily.Nanodet, 80, ChannelOrder.Bgr, 0), (loaded.Family, loaded.Labels.Length, loaded.Card.Color, loaded.Card.Pad));
        Assert.Equal(TestCards.Nanodet.Mean, loaded.Card.Mean);
    }

    [Fact]
    public void Propose_SixColumnsAndThreeHundredRows_ListsEveryFamilyAndProposesNone()
    {
        using var constant = new ConstantModel().With("output0", [1, 300, 6], new float[1800]);

        var proposal = Propose(constant.Write());

        var question = Assert.Single(proposal.Questions);
        Assert.Equal(["yolov10", "boxes6", "rtdetr_ultralytics"], question.Candidates.Select(candidate => candidate.Value));
        Assert.Contains("#   family: yolov10  # [n,rows,6]", proposal.ToYaml(), StringComparison.Ordinal);
        Assert.DoesNotContain("\nfamily:", $"\n{proposal.ToYaml()}", StringComparison.Ordinal);
    }

    [Fact]
    public void Propose_EndToEndByMetadata_IsYolov10()
    {
        using var constant = new ConstantModel().With("output0", [1, 300, 6], new float[1800]).Saying("task", "detect").Saying("end2end", "True")
            .Saying("names", "{0: 'a', 1: 'b'}");

        var proposal = Propose(constant.Write());

        Assert.Equal("yolov10", Value(proposal, "family"));
        Assert.True(proposal.IsSettled);
    }

    [Fact]
    public void Propose_OpenVinoModelInfo_IsTakenAtItsWord()
    {
        using var constant = new ConstantModel().With("detection_out", [1, 1, 200, 7], new float[1400])
            .Saying("model_info model_type", "ssd").Saying("model_info labels", "face mask").Saying("model_info reverse_input_channels", "False")
            .Saying("model_info resize_type", "fit_to_window_letterbox").Saying("model_info mean_values", "127 127 127")
            .Saying("model_info scale_values", "128").Saying("model_info pad_value", "0").Saying("model_info confidence_threshold", "0.4");

        var proposal = Propose(constant.Write());

        Assert.True(proposal.IsSettled, proposal.ToYaml());
        Assert.Equal("ssd [face, mask] bgr center [127, 127, 127] [128, 128, 128] 0 0.4",
            string.Join(' ', new[] { "family", "labels", "color", "letterbox", "mean", "std", "pad", "score" }.Select(key => Value(proposal, key))));
    }

    [Fact]
    public void Propose_UnknownLayout_AsksForTheFamilyAndLoadsNothing()
    {
        using var constant = new ConstantModel().With("weird", [1, 2, 3, 4, 5], new float[120]);

        var question = Assert.Single(Propose(constant.Write()).Questions);

        Assert.StartsWith("no known family has output 'weird' is [1,2,3,4,5]", question.Why, StringComparison.Ordinal);
        Assert.Empty(question.Candidates);
    }

    [Theory]
    [InlineData("person", "person")]
    [InlineData("traffic light", "traffic light")]
    [InlineData("bird's nest", "'bird''s nest'")]
    [InlineData("12", "'12'")]
    [InlineData("no", "'no'")]
    [InlineData("a: b", "'a: b'")]
    [InlineData("", "''")]
    public void Scalar_Texts_AreQuotedWhereYamlWouldMisreadThem(string text, string expected) => Assert.Equal(expected, CardText.Scalar(text));

    private static string Value(CardProposal proposal, string key) => proposal.Lines.FirstOrDefault(line => line.Key == key)?.Value ?? "";

    private static CardProposal Propose(string path, params (string Key, string Value)[] given)
    {
        using var session = OrtSession.Load(path);
        var card = new ModelCard();
        if (given.Any(pair => pair.Key == "labels"))
            card = card with { Labels = new(null, [.. File.ReadAllLines(Path.Combine(Path.GetDirectoryName(path)!, given.First(pair => pair.Key == "labels").Value))]) };
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
        return CardProposer.Propose(session, path, hash, card, given.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)));
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("sluice-card-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
