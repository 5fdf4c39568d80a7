using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MLPipeline.Compute;

namespace MLPipeline.Featurization;

/// <summary>
/// Runs one black picture through a network and holds what comes out against the manifest, so that a manifest that is wrong is found
/// before the first photo, and named.
/// </summary>
internal static class LayerCheck
{
    /// <summary>Runs the picture.</summary>
    /// <param name="context">The context.</param>
    /// <param name="fromImage">From the column <c>Image</c> to the layers.</param>
    /// <param name="size">The size of the picture.</param>
    /// <param name="layers">The layers with the shapes that the manifest gives them.</param>
    /// <param name="manifestPath">The manifest.</param>
    /// <exception cref="InvalidDataException">A layer has another length.</exception>
    public static void Run(
        MLContext context, IReadOnlyList<ITransformer> fromImage, InputSize size, IReadOnlyList<(string Name, LayerShape Shape)> layers, string manifestPath)
    {
        using var black = MLImage.CreateFromPixels(size.Width, size.Height, MLPixelFormat.Rgba32, new byte[4 * size.Width * size.Height]);
        var view = new TransformerChain<ITransformer>([.. fromImage]).Transform(
            context.Data.LoadFromEnumerable<ImageRow>([new() { Image = black }]));
        var columns = layers.Select(l => view.Schema[l.Name]).ToArray();
        using var cursor = view.GetRowCursor(columns);
        var readers = columns.Select(c => NumberColumn.Of(cursor, c)).ToArray();
        cursor.MoveNext();
        foreach (var ((name, shape), reader) in layers.Zip(readers))
        {
            var found = reader.Read().Length;
            if (found != shape.Length)
            {
                throw new InvalidDataException(
                    $"{manifestPath}: layer '{name}' gives {found} numbers for a picture of {size}, but its channels and stride say " +
                    $"{shape.Channels} x {shape.Rows} x {shape.Columns} = {shape.Length}. Mend them under 'outputs'.");
            }
        }
    }

    private sealed class ImageRow
    {
        // Only a declaration: a picture of any size is resized.
        [ImageType(1, 1)]
        public MLImage Image { get; set; } = null!;
    }
}
