using Microsoft.ML.OnnxRuntime;
using MLPipeline.Compute;

namespace MLPipeline.Tests.Compute;

public class OnnxGraphTests
{
    [Theory]
    [InlineData(1e-9f)]
    [InlineData(0.02f)]
    [InlineData(1f)]
    [InlineData(60000f)]
    [InlineData(1e9f)]
    public void A_half_constant_keeps_eleven_bits_whatever_its_size(float size)
    {
        float[] values = [size, -size / 3, size / 7, 0];

        var read = Run((graph, _) => graph.HalfConstant(values, 4), [0, 0, 0, 0]);

        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(values[i], read[i], Math.Abs(values[i]) / 2048 + float.Epsilon);
        }
    }

    [Theory]
    [InlineData(1f, 2f, 3f, 4f)]
    [InlineData(1000f, 1001f, 999f, 0f)]
    [InlineData(-1000f, -1001f, -2000f, -1000.5f)]
    public void A_log_of_summed_exponentials_does_not_overflow(params float[] values)
    {
        var largest = values.Max();
        var expected = largest + Math.Log(values.Sum(v => Math.Exp((double)v - largest)));

        var read = Run((graph, input) => graph.LogSumExp(graph.Reshape(input, 1, 4), 1), values, outputs: 1);

        Assert.Equal(expected, read[0], Math.Abs(expected) * 1e-6);
    }

    [Fact]
    public void A_root_of_a_rounding_error_is_zero() =>
        Assert.Equal([2f, 0f, 3f, 0f], Run((graph, input) => graph.Root(input), [4, -1e-7f, 9, 0]));

    [Theory]
    [InlineData(0.0, 8f)]
    [InlineData(0.25, 8f)]
    [InlineData(0.5, 7f)]
    [InlineData(1.0, 5f)]
    public void The_mean_of_the_top_share_takes_at_least_one_value(double share, float expected) =>
        Assert.Equal(expected, Run((graph, input) => graph.TopShareMean(input, 4, share), [2, 8, 4, 6], outputs: 1)[0]);

    private static float[] Run(Func<OnnxGraph, string, string> build, float[] values, int outputs = 4)
    {
        var graph = new OnnxGraph("test");
        var input = graph.Input("x", 4);
        graph.Output("y", build(graph, input), outputs);
        using var session = new InferenceSession(graph.ToBytes());
        using var x = OrtValue.CreateTensorValueFromMemory(values, [4]);
        using var run = new RunOptions();
        using var results = session.Run(run, ["x"], [x], ["y"]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
