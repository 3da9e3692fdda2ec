using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Decoding;

namespace Sluice.Tests.Inference;

public sealed class HeadTests
{
    [Theory]
    [InlineData(null, null, 2, 0.6652)]
    [InlineData(Activation.None, null, 2, 3)]
    [InlineData(Activation.Sigmoid, null, 2, 0.9526)]
    [InlineData(null, 0, 1, 0.6652)]
    public void Top_Activations_GiveClassAndConfidence(Activation? activation, int? background, int classId, double score)
    {
        using var constant = new ConstantModel().With("logits", [1, 3], 1f, 2, 3);
        using var model = constant.Load(new() { Family = ModelFamily.Classifier, Activation = activation, BackgroundIndex = background });
        var outputs = new OutputSet(1, ([1, 3], [1f, 2, 3]));

        var top = new ClassHead(model).Top(outputs, 0);

        Assert.Equal(classId, top.ClassId);
        Assert.Equal(score, top.Score, 4);
    }

    [Fact]
    public void TryRead_Vector_HasLengthOne()
    {
        using var constant = new ConstantModel().With("embedding", [1, 2], 3f, 4);
        using var model = constant.Load(new() { Family = ModelFamily.Embedding });
        var vector = new float[2];
        var head = new VectorHead(model);

        Assert.True(head.TryRead(new OutputSet(2, ([2, 2], [0f, 0, 3, 4])), 1, vector));
        Assert.Equal([0.6f, 0.8f], vector);
        Assert.False(head.TryRead(new OutputSet(2, ([2, 2], [0f, 0, 3, 4])), 0, vector));
    }

    [Theory]
    [InlineData("logits", "classifier")]
    [InlineData("embeddings", "embedding")]
    [InlineData("output", "classifier or embedding")]
    public void Propose_OneRowAPicture_GoesByTheName(string name, string expected)
    {
        using var constant = new ConstantModel().With(name, [1, 4], 1f, 2, 3, 4);

        string found;
        try
        {
            using var model = constant.Load(new());
            found = model.FamilyName;
        }
        catch (ModelException fault)
        {
            found = fault.Message;
        }

        Assert.Contains(expected, found, StringComparison.Ordinal);
    }
}
