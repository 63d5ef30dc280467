/** The most output channels on the axis: as many as MobileNetV2's last 1×1 convolution has. */
export const MOST_CHANNELS = 1280;
