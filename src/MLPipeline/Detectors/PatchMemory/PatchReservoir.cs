using System.Numerics.Tensors;
using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>
/// A uniform random sample of the patches of all good photos in bounded memory (Vitter 1985, algorithm R), relative to
/// their mean. Where there are no more patches than places, it is all of them in order.
/// </summary>
internal sealed class PatchReservoir
{
    /// <summary>Bounds the one array that holds the sample, whatever the number of channels.</summary>
    private const int MostNumbers = 1 << 29;

    private PatchReservoir(float[] patches, float[] mean, int count, long seen)
    {
        Patches = patches;
        Mean = mean;
        Count = count;
        Seen = seen;
    }

    /// <summary>The sample minus <see cref="Mean"/>: <see cref="Count"/> x channels.</summary>
    public float[] Patches { get; }

    /// <summary>The mean of the sample.</summary>
    public float[] Mean { get; }

    /// <summary>Patches in the sample.</summary>
    public int Count { get; }

    /// <summary>Patches in the data.</summary>
    public long Seen { get; }

    /// <summary>Reads all rows once.</summary>
    public static PatchReservoir Draw(GoodRows rows, int places, int seed)
    {
        var channels = rows.Shape.Channels;
        places = Math.Min(places, MostNumbers / channels);
        var random = new Random(seed);
        var patches = new float[Math.Min(places, 16 * rows.Shape.Positions) * channels];
        var seen = 0L;
        rows.ForEach((_, row) =>
        {
            for (var p = 0; p < rows.Shape.Positions; p++)
            {
                var place = seen < places ? seen : random.NextInt64(seen + 1);
                seen++;
                if (place >= places)
                {
                    continue;
                }

                var start = (int)place * channels;
                if (start == patches.Length)
                {
                    Array.Resize(ref patches, (int)Math.Min((long)patches.Length * 2, (long)places * channels));
                }

                row.Slice(p * channels, channels).CopyTo(patches.AsSpan(start));
            }
        });

        var count = (int)Math.Min(seen, places);
        return new(patches, Centre(patches, count, channels), count, seen);
    }

    private static float[] Centre(float[] patches, int count, int channels)
    {
        var sum = new double[channels];
        for (var i = 0; i < count; i++)
        {
            Moments.Accumulate(sum, patches.AsSpan(i * channels, channels));
        }

        var mean = Moments.Divide(sum, count);
        for (var i = 0; i < count; i++)
        {
            var patch = patches.AsSpan(i * channels, channels);
            TensorPrimitives.Subtract(patch, mean, patch);
        }

        return mean;
    }
}
