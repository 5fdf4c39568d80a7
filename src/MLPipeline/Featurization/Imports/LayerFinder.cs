using MLPipeline.Compute;

namespace MLPipeline.Featurization;

/// <summary>Finds out which tensors are layers, by their shapes for a picture of a known size.</summary>
internal static class LayerFinder
{
    private const int MostSkipped = 16;
    private const int FewestChannels = 8;
    private const int LargestStride = 64;

    /// <summary>What a tensor of this shape is, or null where it is no layer.</summary>
    public static LayerCandidate? Look(string tensor, int[] shape, InputSize size, int? patchSide) => shape switch
    {
        [1, var c, var h, var w] when c >= FewestChannels && StrideOf(h, w, size) is { } s => new(tensor, null, LayerForm.Map, c, h, w, s, 0),
        [1, var h, var w, var c] when c >= FewestChannels && StrideOf(h, w, size) is { } s => new(tensor, null, LayerForm.MapChannelsLast, c, h, w, s, 0),
        [1, var t, var c] when c >= FewestChannels && GridOf(t, size, patchSide) is { } g =>
            new(tensor, null, LayerForm.Tokens, c, size.Height / g.Stride, size.Width / g.Stride, g.Stride, g.Skipped),
        _ => null,
    };

    /// <summary>Names those that serve best: of maps the last of each size, of tokens the ends of the blocks.</summary>
    public static IReadOnlyList<LayerCandidate> Name(IReadOnlyList<LayerCandidate> found, ForeignGraph graph)
    {
        string[] sums = [.. found.Where(c => c.Form == LayerForm.Tokens && graph.IsResidual(c.Tensor)).Select(c => c.Tensor)];

        // A block of a transformer adds twice: what attention says, then what the perceptron says.
        string[] blocks = sums.Length % 2 == 0 ? [.. sums.Where((_, i) => i % 2 == 1)] : sums;
        string[] stages = [.. found.Where(c => c.Form != LayerForm.Tokens && c.Stride > 1).GroupBy(c => c.Stride).OrderBy(g => g.Key).Select(g => g.Last().Tensor)];
        return
        [
            .. found.Select(c => c with
            {
                Name = Array.IndexOf(blocks, c.Tensor) is >= 0 and var b ? $"block{b + 1}" : Array.IndexOf(stages, c.Tensor) is >= 0 and var s ? $"stage{s + 1}" : null,
            }),
        ];
    }

    private static int? StrideOf(int rows, int columns, InputSize size)
    {
        if (rows < 2 || columns < 2)
        {
            return null;
        }

        // Several strides may round to the same map: the one that divides the picture is meant, then one that rounds up, as most do.
        var strides = Enumerable.Range(1, LargestStride);
        return strides.FirstOrDefault(s => rows * s == size.Height && columns * s == size.Width) is > 0 and var exact ? exact
            : strides.FirstOrDefault(s => rows == Up(size.Height, s) && columns == Up(size.Width, s)) is > 0 and var up ? up
            : strides.FirstOrDefault(s => rows == size.Height / s && columns == size.Width / s) is > 0 and var down ? down
            : null;
    }

    /// <summary>Tokens of a grid of patches, and a few before them; later stages of a hierarchical network have larger patches.</summary>
    private static (int Stride, int Skipped)? GridOf(int tokens, InputSize size, int? patchSide)
    {
        int[] sides = patchSide is { } side ? [side, 2 * side, 4 * side, 8 * side] : [8, 14, 16, 32];
        foreach (var stride in sides)
        {
            var skipped = tokens - (size.Height / stride * (size.Width / stride));
            if (skipped is >= 0 and <= MostSkipped && size.Height / stride > 1 && size.Width / stride > 1)
            {
                return (stride, skipped);
            }
        }

        return null;
    }

    private static int Up(int pixels, int stride) => (pixels + stride - 1) / stride;
}
