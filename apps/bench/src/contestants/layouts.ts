// Orders of dimensions between PyTorch's layouts (images [n, c, h, w], filters [out, in, h, w]) and TensorFlow's.

export const TO_NHWC = [0, 2, 3, 1];
export const TO_HWIO = [2, 3, 1, 0];
export const TO_NCHW = [0, 3, 1, 2];
export const TO_OIHW = [3, 2, 0, 1];
